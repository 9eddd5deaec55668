//! Other spellings that certainly mean a defined term: 本利用規約 for 本規約, 弊社 for 当社, サーバ for サーバー, 申込み者 for
//! 申込者.

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
    found.extend(with_other_kana(term));
    found
}

/// 貸渡し車両 for 貸渡車両: kana after a verb in the middle of a term. At its end they may belong to a verb.
fn with_other_kana(term: &str) -> impl Iterator<Item = String> + '_ {
    OKURIGANA.iter().filter_map(move |(short, long)| {
        let (word, instead) = if term.contains(long) { (long, short) } else { (short, long) };
        (term.contains(word) && !term.ends_with(word)).then(|| term.replacen(word, instead, 1))
    })
}

/// Nouns made of verbs, which are written with fewer kana or more.
const OKURIGANA: [(&str, &str); 22] = [
    ("支払", "支払い"),
    ("申込", "申込み"),
    ("申込", "申し込み"),
    ("取消", "取消し"),
    ("取消", "取り消し"),
    ("引渡", "引渡し"),
    ("引落", "引落し"),
    ("貸渡", "貸渡し"),
    ("貸出", "貸出し"),
    ("受渡", "受渡し"),
    ("払戻", "払戻し"),
    ("手続", "手続き"),
    ("届出", "届け出"),
    ("取扱", "取扱い"),
    ("取扱", "取り扱い"),
    ("振込", "振込み"),
    ("見積", "見積り"),
    ("前払", "前払い"),
    ("後払", "後払い"),
    ("立替", "立替え"),
    ("問合せ", "問い合わせ"),
    ("買取", "買取り"),
];

/// Words that drafters take for one another. 申込 and 申出 are different papers too often.
const SYNONYMS: [(&str, &str); 2] = [("関連", "関係"), ("秘密", "機密")];
/// Characters of a term in which one of them is replaced.
const SHORTEST: usize = 4;
/// What a person has: 利用カード is a slip for 利用者カード, but 利用データ is other data than 利用者データ.
const BELONGINGS: [&str; 6] = ["カード", "ID", "コード", "番号", "証", "パスワード"];
