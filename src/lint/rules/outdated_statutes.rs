//! Laws and terms of law that had been renamed or abolished when the edition took effect.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::lexicon::Lexicon;
use crate::lint::Subject;
use crate::{rule, say};

rule! {
    /// A text uses the name of a law, or a term of law, that was no longer in force on the edition's effective date.
    ///
    /// Only names whose change is certain are known, and only editions with an effective date are looked at. Write the
    /// present name; where the former law is meant, write 旧 before it.
    pub static OUTDATED_STATUTES: Warning("outdated-statutes") = "\
施行日にはもう使われていない法令の名前や用語があります。

法令は、題名が変わったり廃止されたりします。今の名前に直してください。昔の法令を指すときは、「旧」を付けてください。確かなものだけを、施行日のある版について調べます。";
}

/// What became of a name.
enum Now {
    Called(&'static str),
    /// Abolished; what took its place.
    Within(&'static str),
}

struct Former {
    name: &'static str,
    /// Year, month and day of the change.
    since: (i32, u32, u32),
    now: Now,
}

const fn renamed(name: &'static str, since: (i32, u32, u32), now: &'static str) -> Former {
    Former { name, since, now: Now::Called(now) }
}

const fn abolished(name: &'static str, since: (i32, u32, u32), now: &'static str) -> Former {
    Former { name, since, now: Now::Within(now) }
}

const DEVICES: &str = "医薬品、医療機器等の品質、有効性及び安全性の確保等に関する法律";
const PRIVACY: &str = "個人情報の保護に関する法律";
const RESEARCH: &str = "医療分野の研究開発に資するための匿名加工医療情報及び仮名加工医療情報に関する法律";

/// By the day of the change.
static FORMER: [Former; 18] = [
    abolished("和議法", (2000, 4, 1), "民事再生法"),
    renamed("準禁治産者", (2000, 4, 1), "被保佐人"),
    renamed("禁治産者", (2000, 4, 1), "成年被後見人"),
    renamed("訪問販売等に関する法律", (2001, 6, 1), "特定商取引に関する法律"),
    renamed("保健婦助産婦看護婦法", (2002, 3, 1), "保健師助産師看護師法"),
    renamed("第一種電気通信事業者", (2004, 4, 1), "電気通信事業者"),
    renamed("第二種電気通信事業者", (2004, 4, 1), "電気通信事業者"),
    abolished("有限会社法", (2006, 5, 1), "会社法"),
    renamed("証券取引法", (2007, 9, 30), "金融商品取引法"),
    abolished("中間法人法", (2008, 12, 1), "一般社団法人及び一般財団法人に関する法律"),
    renamed("薬事法", (2014, 11, 25), DEVICES),
    abolished("行政機関の保有する個人情報の保護に関する法律", (2022, 4, 1), PRIVACY),
    abolished("行政機関個人情報保護法", (2022, 4, 1), PRIVACY),
    abolished("独立行政法人等の保有する個人情報の保護に関する法律", (2022, 4, 1), PRIVACY),
    renamed("医療分野の研究開発に資するための匿名加工医療情報に関する法律", (2024, 4, 1), RESEARCH),
    renamed(
        "特定電気通信役務提供者の損害賠償責任の制限及び発信者情報の開示に関する法律",
        (2025, 4, 1),
        "特定電気通信による情報の流通によって発生する権利侵害等への対処に関する法律",
    ),
    renamed("プロバイダ責任制限法", (2025, 4, 1), "情報流通プラットフォーム対処法"),
    renamed(
        "下請代金支払遅延等防止法",
        (2026, 1, 1),
        "製造委託等に係る中小受託事業者に対する代金の支払の遅延等の防止に関する法律",
    ),
];

/// 準禁治産者 holds 禁治産者: the longer name counts.
static NAMES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(FORMER.iter().map(|former| former.name)));

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(effective) = subject.edition.revision.as_ref().map(|revision| revision.effective) else { return };
    for text in subject.texts() {
        for (name, range) in NAMES.find_in(text.as_str()) {
            let former = &FORMER[name];
            let is_former = former.changed().is_some_and(|changed| changed <= effective);
            if is_former && stands_alone(text.as_str(), &range) {
                found.push(OUTDATED_STATUTES.at(text.text.at(range), former.message()).help(former.help()));
            }
        }
    }
}

/// Neither 旧薬事法 or part of a longer name (準禁治産者, 薬事法施行規則), nor explained in a bracket: 薬事法（当時）.
fn stands_alone(text: &str, name: &Range<usize>) -> bool {
    let is_kanji = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    let (before, after) = (&text[..name.start], &text[name.end..]);
    let explained = after.strip_prefix('（').is_some_and(|bracket| {
        bracket.split_once('）').is_some_and(|(remark, _)| remark.contains(['現', '旧']) || remark.contains("当時"))
    });
    let joined = ["又", "及", "並", "若", "等", "上", "第", "違反", "手続", "開始"];
    let goes_on = after.starts_with(is_kanji) && !joined.iter().any(|next| after.starts_with(next));
    let recent: String = before.chars().rev().take(2).collect();
    !explained && !before.ends_with(is_kanji) && !goes_on && !recent.contains('旧')
}

impl Former {
    fn changed(&self) -> Option<NaiveDate> {
        let (year, month, day) = self.since;
        NaiveDate::from_ymd_opt(year, month, day)
    }

    fn message(&self) -> Message {
        let name = self.name;
        let (year, month, day) = self.since;
        match self.now {
            Now::Called(now) => say!(
                "「{name}」は、{year}年{month}月{day}日から「{now}」です",
                "「{name}」 has been 「{now}」 since {year}-{month:02}-{day:02}"
            ),
            Now::Within(_) => say!(
                "「{name}」は、{year}年{month}月{day}日に廃止されています",
                "「{name}」 was abolished on {year}-{month:02}-{day:02}"
            ),
        }
    }

    fn help(&self) -> Message {
        match self.now {
            Now::Called(now) => say!("{now}", "{now}"),
            Now::Within(now) => say!("今の{now}の定めに直してください", "cite what took its place: {now}"),
        }
    }
}
