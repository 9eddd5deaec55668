//! Service levels that nobody can measure.

use crate::diagnostic::{Diagnostic, Message};
use crate::japanese::durations::scan_durations;
use crate::japanese::numerals::{Script, folded, script_of};
use crate::lint::Subject;
use crate::lint::levels::{self, LevelRow, LevelTable};
use crate::model::{Cell, Column, Content};
use crate::{rule, say};

rule! {
    /// A row of a service-level table cannot be measured.
    ///
    /// In a document of kind `sla`, tables with a column of targets are read. Every row needs an item, a target with a
    /// number or a comparison, a unit and a way of measuring; 速やかに or できる限り is no target. Otherwise nobody can
    /// say whether the level was kept.
    pub static UNMEASURABLE_LEVELS: Warning("unmeasurable-levels") = "\
サービスレベルの表に、測ることのできない行があります。

kind: sla の文書で、「目標値」などの列がある表を調べます。どの行にも、項目、数や比較で書いた目標値、単位、測定方法が要ります。「速やかに」「できる限り」は目標値になりません。守られたかどうかを、当社も契約者も確かめられないからです。

    誤: [障害の第一報, 分, 速やかに, 検知から通知までの時間]
    正: [障害の第一報, 分, 60以内, 検知から通知までの時間]";
}

const VAGUE: [&str; 20] = [
    "速やか",
    "すみやか",
    "できる限り",
    "できるだけ",
    "可能な限り",
    "可能な範囲",
    "遅滞なく",
    "直ちに",
    "迅速",
    "早急",
    "適宜",
    "適切",
    "適時",
    "十分",
    "最善",
    "ベストエフォート",
    "努め",
    "なるべく",
    "必要に応じ",
    "随時",
];
/// Targets that are none yet.
const UNDECIDED: [&str; 5] = ["未定", "検討中", "別途", "別途定める", "調整中"];
/// What can be told apart without a number.
const DECIDED: [&str; 15] = [
    "毎日",
    "毎週",
    "毎月",
    "毎年",
    "毎時",
    "四半期",
    "常時",
    "無停止",
    "有",
    "無",
    "あり",
    "なし",
    "当日",
    "即日",
    "前日",
];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for table in levels::tables(subject) {
        if table.method.is_none() {
            let message =
                say!("目標値をどう測るかの列がありません", "the table does not say how its targets are measured");
            let help = say!(
                "「測定方法」の列を加え、何をどう数えるかを行ごとに書いてください",
                "add a column 測定方法 and say in every row what is counted, and how"
            );
            found.push(UNMEASURABLE_LEVELS.at(table.target.title.span, message).help(help));
        }
        for row in &table.rows {
            found.extend(problem(&table, row));
        }
    }
}

fn problem(table: &LevelTable<'_>, row: &LevelRow<'_>) -> Option<Diagnostic> {
    let item = row.item.text.plain();
    let item = item.as_str();
    if is_blank(row.item) {
        let message = say!("何の水準かを示す項目がありません", "the row does not name what it measures");
        let help = say!("「稼働率」のように項目を書いてください", "name it, as in 稼働率");
        return Some(at(row.item, table.target, message, help));
    }
    if let Some((message, help)) = target(item, row) {
        return Some(at(row.target, table.target, message, help));
    }
    if row.unit.is_none_or(is_blank) && is_bare_number(row.target) {
        let message = say!("「{item}」の目標値に単位がありません", "the target of 「{item}」 has no unit");
        let help = say!("「％」「時間」「回／月」のように単位を書いてください", "write one, as in ％, 時間 or 回／月");
        return Some(at(row.unit.unwrap_or(row.target), table.target, message, help));
    }
    let (method, column) = (row.method.filter(|method| is_blank(method))?, table.method?);
    let message = say!("「{item}」の測定方法がありません", "it is not said how 「{item}」 is measured");
    let help =
        say!("何をいつからいつまで、どう数えるかを書いてください", "say what is counted, from when to when, and how");
    Some(at(method, column, message, help))
}

fn at(cell: &Cell, column: &Column, message: Message, help: Message) -> Diagnostic {
    let title = column.title.plain();
    let title = title.as_str();
    let there = say!("「{title}」の列です", "this is the column 「{title}」");
    UNMEASURABLE_LEVELS.at(cell.text.span, message).related(column.title.span, there).help(help)
}

fn target(item: &str, row: &LevelRow<'_>) -> Option<(Message, Message)> {
    let text = row.target.text.plain();
    let text = text.as_str();
    let help = say!(
        "「99.5％以上」「60分以内」のように、数と比較で書いてください",
        "write a number and a comparison, as in 99.5％以上 or 60分以内"
    );
    if is_blank(row.target) || UNDECIDED.contains(&text) {
        return Some((say!("「{item}」の目標値がありません", "「{item}」 has no target"), help));
    }
    let is_number = |c: char| script_of(c).is_some_and(|script| script != Script::Kanji);
    if text.contains(is_number) || !scan_durations(text).is_empty() || row.target.content != Content::default() {
        return None;
    }
    if let Some(vague) = VAGUE.iter().find(|word| text.contains(*word)) {
        let message = say!(
            "「{item}」の目標値「{text}」は、守られたかどうかを測れません（「{vague}」）",
            "nobody can measure the target 「{text}」 of 「{item}」 ({vague})"
        );
        return Some((message, help));
    }
    let is_yes_or_no = row.unit.is_some_and(|unit| unit.text.plain().as_str().contains("有無"));
    let is_decided = is_yes_or_no || text.is_empty() || DECIDED.iter().any(|word| text.contains(word));
    (!is_decided).then(|| {
        let message = say!(
            "「{item}」の目標値「{text}」に、数も比較もありません",
            "the target 「{text}」 of 「{item}」 is neither a number nor a comparison"
        );
        (message, help)
    })
}

/// Nothing, or a dash for nothing.
fn is_blank(cell: &Cell) -> bool {
    let text = cell.text.plain();
    let is_nothing = text.as_str().chars().all(|c| c.is_whitespace() || "―－—–‐-".contains(c));
    // A link that the program names is something.
    is_nothing && cell.text.links().is_empty() && cell.content == Content::default()
}

/// 99.5以上: a number that does not say of what.
fn is_bare_number(cell: &Cell) -> bool {
    let text = folded(cell.text.plain().as_str());
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,~〜～".contains(c));
    rest.len() < text.len() && ["", "以上", "以下", "以内", "未満", "超"].contains(&rest)
}
