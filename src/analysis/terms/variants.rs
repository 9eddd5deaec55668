//! Other spellings that certainly mean a defined term: 本利用規約 for 本規約, 弊社 for 当社, サーバ for サーバー.

use crate::japanese::characters::is_katakana;

/// Of a folded term, without the term itself.
pub(super) fn of(term: &str) -> Vec<String> {
    let mut found = Vec::new();
    // 本社 and 本店 are head offices, 当社 and 当店 who speaks.
    if let Some(noun) = term.strip_prefix('本').filter(|noun| !["", "社", "店", "人", "日"].contains(noun)) {
        found.extend([format!("当{noun}"), format!("本件{noun}")]);
        if ["規約", "約款", "契約"].contains(&noun) {
            found.push(format!("本利用{noun}"));
        }
        if noun == "ポリシー" {
            found.push(format!("本プライバシー{noun}"));
        }
    }
    if term == "当社" {
        found.extend(["弊社".to_owned(), "当会社".to_owned()]);
    }
    let long = term.strip_suffix('ー');
    if let Some(short) = long.filter(|short| short.chars().rev().take(2).all(is_katakana)) {
        found.push(short.to_owned());
    }
    for (one, other) in SYNONYMS {
        for (word, instead) in [(one, other), (other, one)] {
            if term.contains(word) && term.chars().count() >= SHORTEST {
                found.push(term.replacen(word, instead, 1));
            }
        }
    }
    let owned = BELONGINGS.iter().filter_map(|thing| term.strip_suffix(thing).map(|owner| (owner, thing)));
    found.extend(owned.filter_map(|(owner, thing)| Some(format!("{}{thing}", owner.strip_suffix('者')?))));
    found
}

/// Words that drafters take for one another. 申込 and 申出 are different papers too often.
const SYNONYMS: [(&str, &str); 2] = [("関連", "関係"), ("秘密", "機密")];
/// Characters of a term in which one of them is replaced.
const SHORTEST: usize = 4;
/// What a person has: 利用カード is a slip for 利用者カード, but 利用データ is other data than 利用者データ.
const BELONGINGS: [&str; 6] = ["カード", "ID", "コード", "番号", "証", "パスワード"];
