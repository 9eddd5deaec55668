//! How long `check` takes on a made-up set of 40, 400 and 4,000 articles, and how that grows: `cargo bench --bench check`.
//!
//! Times are of this machine and this moment; the growth per article is what to look at.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use kiyaku::check::check;
use kiyaku::workspace;

const RUNS: usize = 9;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut first = None;
    println!("{:>9} {:>9} {:>10} {:>14} {:>8}", "articles", "KiB", "median ms", "us per article", "growth");
    for articles in [40, 400, 4000] {
        let text = document(articles);
        let path = folder.path().join("bench.yaml");
        std::fs::write(&path, &text).expect("a document");
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let checked = check(workspace::read(&path).expect("a document"));
                assert!(!checked.has_errors(), "{:#?}", checked.diagnostics.first());
                start.elapsed()
            })
            .collect();
        times.sort();
        let median = times[RUNS / 2].as_secs_f64() * 1e3;
        let each = median * 1e3 / f64::from(articles);
        let growth = each / *first.get_or_insert(each);
        println!("{articles:>9} {:>9} {median:>10.2} {each:>14.1} {growth:>8.2}", text.len() / 1024);
    }
}

/// Articles of three paragraphs with references, items, a date and a period.
fn document(articles: u32) -> String {
    let mut out = String::from("kind: terms\nid: bench\ntitle: かもめ予約利用規約\narticles:\n");
    for number in 1..=articles {
        let other = full_width(number % articles + 1);
        write!(
            out,
            "  - caption: 予約の手続その{number}\n    paragraphs:\n      \
             - 利用者は、第{other}条第３項に定めるところにより、かもめ予約の申込みをします。\n      \
             - text: 当社は、次の各号のいずれかに該当するときは、前項の申込みを承諾しないことがあります。\n        \
             items: [申込みに虚偽の記載があるとき, 本条第１項の定めに違反したとき, 前各号に準ずる事由があるとき]\n      \
             - 当社は、前項各号に該当するときは、２０２６年１０月１日以後、３０日以内に利用者に通知します。\n"
        )
        .expect("text");
    }
    out
}

/// As the document numbers its articles.
fn full_width(number: u32) -> String {
    number.to_string().chars().filter_map(|digit| char::from_u32(u32::from(digit) + 0xFEE0)).collect()
}
