//! How long two revisions of 40, 400 and 4,000 articles take to compare, one article inserted and every seventh changed,
//! and how that grows: `cargo bench --bench revision`.
//!
//! Times are of this machine and this moment; the growth per article is what to look at.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use kiyaku::check::{Checked, check};
use kiyaku::revision::{Version, compare};
use kiyaku::workspace;

const RUNS: usize = 9;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut first = None;
    println!("{:>9} {:>10} {:>14} {:>8}", "articles", "median ms", "us per article", "growth");
    for articles in [40, 400, 4000] {
        let read = |text: String| {
            let path = folder.path().join("bench.yaml");
            std::fs::write(&path, text).expect("a document");
            check(workspace::read(&path).expect("a document"))
        };
        let (old, new) = (read(document(articles, false)), read(document(articles, true)));
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let counts = compare(version(&old), version(&new), false).counts();
                assert_eq!(counts.inserted, 1, "{counts:?}");
                start.elapsed()
            })
            .collect();
        times.sort();
        let median = times[RUNS / 2].as_secs_f64() * 1e3;
        let each = median * 1e3 / f64::from(articles);
        let growth = each / *first.get_or_insert(each);
        println!("{articles:>9} {median:>10.2} {each:>14.1} {growth:>8.2}");
    }
}

fn version(checked: &Checked) -> Version<'_> {
    let set = &checked.sets[0];
    set.version(&set.editions[0])
}

/// Articles of three paragraphs with references and items; `revised`: with one more in the middle.
fn document(articles: u32, revised: bool) -> String {
    let mut out = String::from("kind: terms\nid: bench\ntitle: かもめ予約利用規約\narticles:\n");
    for number in 1..=articles {
        if revised && number == articles / 2 {
            out.push_str("  - caption: 試用\n    paragraphs: [当社は、申込みの前に無償で試すことを認めます。]\n");
        }
        let days = if revised && number % 7 == 0 { "６０" } else { "３０" };
        let other = number % articles + 1;
        write!(
            out,
            "  - caption: 予約の手続その{number}\n    paragraphs:\n      \
             - 利用者は、第{other}条第３項に定めるところにより、かもめ予約の申込みをします。\n      \
             - text: 当社は、次の各号のいずれかに該当するときは、前項の申込みを承諾しないことがあります。\n        \
             items: [申込みに虚偽の記載があるとき, 本条第１項の定めに違反したとき, 前各号に準ずる事由があるとき]\n      \
             - 当社は、前項各号に該当するときは、{days}日以内に利用者に通知します。\n"
        )
        .expect("text");
    }
    out
}
