//! Ids: of articles and sections from the words of their captions, of notes in their order.

use std::collections::BTreeMap;

/// Ids of one document, each once.
#[derive(Default)]
pub(super) struct Ids {
    /// How often each name was asked for.
    taken: BTreeMap<String, u32>,
}

/// Notes of one document by their names in the original.
#[derive(Default)]
pub(super) struct Notes {
    /// Their places in the order of first use, from 1.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    /// An id for a caption, if its words are known. Without one a provision has the name of its number.
    pub fn of(&mut self, caption: &str) -> Option<String> {
        let words: Vec<&str> = known(caption);
        if words.is_empty() {
            return None;
        }
        let name = words[words.len().saturating_sub(3)..].join("-");
        Some(self.unique(&name))
    }

    pub fn unique(&mut self, name: &str) -> String {
        let count = self.taken.entry(name.to_owned()).or_insert(0);
        *count += 1;
        // No word of a caption begins like this, so that the name is new.
        if *count == 1 { name.to_owned() } else { format!("{name}-no{count}") }
    }
}

impl Notes {
    pub fn id(&mut self, name: &str) -> String {
        let next = self.numbers.len() + 1;
        let number = self.numbers.entry(name.to_owned()).or_insert(next);
        format!("note-{number}")
    }
}

/// The known words of a caption in their order; the longest at each place.
fn known(caption: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut rest = caption;
    while let Some(first) = rest.chars().next() {
        let word = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        let length = match word {
            Some((word, english)) => {
                if !english.is_empty() && !found.contains(english) {
                    found.push(english);
                }
                word.len()
            }
            None => first.len_utf8(),
        };
        rest = &rest[length..];
    }
    found
}

/// Words of captions. One without English is known and says nothing by itself.
const WORDS: [(&str, &str); 136] = [
    ("目的", "purpose"),
    ("総則", "general"),
    ("趣旨", "purpose"),
    ("定義", "definitions"),
    ("用語", "terms"),
    ("用語の定義", "definitions"),
    ("用語定義", "definitions"),
    ("適用", "scope"),
    ("範囲", "scope"),
    ("適用範囲", "scope"),
    ("変更", "change"),
    ("規約の変更", "terms-change"),
    ("改定", "amendment"),
    ("改訂", "amendment"),
    ("通知", "notice"),
    ("連絡", "contact"),
    ("申込", "application"),
    ("申込み", "application"),
    ("申し込み", "application"),
    ("申請", "application"),
    ("承諾", "acceptance"),
    ("契約", "contract"),
    ("締結", "conclusion"),
    ("成立", "formation"),
    ("契約期間", "term"),
    ("利用期間", "term"),
    ("期間", "term"),
    ("有効期間", "validity"),
    ("有効期限", "validity"),
    ("更新", "renewal"),
    ("自動更新", "renewal"),
    ("延長", "extension"),
    ("解約", "cancellation"),
    ("解除", "termination"),
    ("終了", "end"),
    ("廃止", "discontinuation"),
    ("中止", "suspension"),
    ("停止", "suspension"),
    ("中断", "interruption"),
    ("休止", "suspension"),
    ("利用料金", "fees"),
    ("料金", "fees"),
    ("費用", "costs"),
    ("支払", "payment"),
    ("支払い", "payment"),
    ("請求", "billing"),
    ("遅延損害金", "late-charges"),
    ("遅延", "delay"),
    ("消費税", "tax"),
    ("返金", "refund"),
    ("返却", "return"),
    ("権利", "rights"),
    ("義務", "duties"),
    ("譲渡", "assignment"),
    ("承継", "succession"),
    ("再委託", "subcontracting"),
    ("委託", "outsourcing"),
    ("知的財産", "intellectual-property"),
    ("知的財産権", "intellectual-property"),
    ("著作権", "copyright"),
    ("権利の帰属", "ownership"),
    ("帰属", "ownership"),
    ("秘密", "confidentiality"),
    ("秘密保持", "confidentiality"),
    ("守秘義務", "confidentiality"),
    ("機密", "confidentiality"),
    ("個人情報", "personal-information"),
    ("プライバシー", "privacy"),
    ("情報", "information"),
    ("データ", "data"),
    ("保存", "retention"),
    ("消去", "erasure"),
    ("削除", "erasure"),
    ("開示", "disclosure"),
    ("公開", "publication"),
    ("公表", "publication"),
    ("禁止", "prohibition"),
    ("禁止事項", "prohibited-acts"),
    ("禁止行為", "prohibited-acts"),
    ("反社会的勢力", "antisocial-forces"),
    ("損害賠償", "damages"),
    ("損害", "damages"),
    ("賠償", "damages"),
    ("免責", "exemption"),
    ("免責事項", "exemption"),
    ("責任", "liability"),
    ("保証", "warranty"),
    ("非保証", "no-warranty"),
    ("不可抗力", "force-majeure"),
    ("管轄", "jurisdiction"),
    ("合意管轄", "jurisdiction"),
    ("裁判所", "jurisdiction"),
    ("準拠法", "governing-law"),
    ("協議", "consultation"),
    ("サービス", "service"),
    ("内容", "content"),
    ("種類", "types"),
    ("提供", "provision"),
    ("区域", "area"),
    ("利用", "use"),
    ("利用者", "users"),
    ("契約者", "customers"),
    ("会員", "members"),
    ("当社", "provider"),
    ("登録", "registration"),
    ("資格", "eligibility"),
    ("条件", "conditions"),
    ("審査", "examination"),
    ("管理", "management"),
    ("パスワード", "password"),
    ("アカウント", "account"),
    ("設備", "equipment"),
    ("機器", "equipment"),
    ("障害", "failures"),
    ("保守", "maintenance"),
    ("メンテナンス", "maintenance"),
    ("サポート", "support"),
    ("問合せ", "inquiries"),
    ("問い合わせ", "inquiries"),
    ("お問い合わせ", "inquiries"),
    ("窓口", "contact"),
    ("セキュリティ", "security"),
    ("安全管理", "security"),
    ("監査", "audit"),
    ("記録", "records"),
    ("証明書", "certificates"),
    ("カード", "card"),
    ("失効", "revocation"),
    ("再発行", "reissue"),
    ("発行", "issue"),
    ("受領", "receipt"),
    ("場所", "place"),
    ("時間", "hours"),
    ("背景", "background"),
    ("概要", "outline"),
    ("はじめに", "introduction"),
];
