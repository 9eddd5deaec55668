//! The vocabulary of the grammar, and the everyday words that only look like it.
use super::lexer::TokenKind;
use super::{AnnexSeries, Direction, Join, Level, Passage};
pub(super) use crate::japanese::characters::{is_kanji, is_katakana};

/// Words that are one token. Of two that begin alike the longer stands first.
pub(super) const VOCABULARY: &[(&str, TokenKind)] = &[
    ("各号列記以外の部分", TokenKind::Passage(Passage::Chapeau)),
    ("柱書き", TokenKind::Passage(Passage::Chapeau)),
    ("柱書", TokenKind::Passage(Passage::Chapeau)),
    ("ただし書き", TokenKind::Passage(Passage::Proviso)),
    ("ただし書", TokenKind::Passage(Passage::Proviso)),
    ("但し書き", TokenKind::Passage(Passage::Proviso)),
    ("但し書", TokenKind::Passage(Passage::Proviso)),
    ("但書き", TokenKind::Passage(Passage::Proviso)),
    ("但書", TokenKind::Passage(Passage::Proviso)),
    ("本文", TokenKind::Passage(Passage::Main)),
    ("前段", TokenKind::Passage(Passage::First)),
    ("中段", TokenKind::Passage(Passage::Middle)),
    ("後段", TokenKind::Passage(Passage::Latter)),
    ("第", TokenKind::Ordinal),
    ("編", TokenKind::Unit(Level::Part)),
    ("章", TokenKind::Unit(Level::Chapter)),
    ("節", TokenKind::Unit(Level::Section)),
    ("款", TokenKind::Unit(Level::Subsection)),
    ("条例", TokenKind::Law),
    ("条約", TokenKind::Title),
    ("条", TokenKind::Unit(Level::Article)),
    ("項", TokenKind::Unit(Level::Paragraph)),
    ("号", TokenKind::Unit(Level::Item)),
    ("前記", TokenKind::Direction(Direction::Above)),
    ("前々々", TokenKind::FartherPrevious(3)),
    ("前々", TokenKind::FartherPrevious(2)),
    ("前", TokenKind::Previous),
    ("次のとおり", TokenKind::Listing),
    ("次の通り", TokenKind::Listing),
    ("次に掲げる", TokenKind::Listing),
    ("次に定める", TokenKind::Listing),
    ("次の事項", TokenKind::Listing),
    ("次々", TokenKind::SecondNext),
    ("次", TokenKind::Next),
    ("本", TokenKind::This),
    ("この", TokenKind::This),
    ("同", TokenKind::Same),
    ("各", TokenKind::Each),
    ("の", TokenKind::Of),
    ("上記", TokenKind::Direction(Direction::Above)),
    ("下記のとおり", TokenKind::Listing),
    ("下記の通り", TokenKind::Listing),
    ("下記", TokenKind::Direction(Direction::Below)),
    ("後記", TokenKind::Direction(Direction::Below)),
    ("以下のとおり", TokenKind::Listing),
    ("以下の通り", TokenKind::Listing),
    ("以下に掲げる", TokenKind::Listing),
    ("以下に定める", TokenKind::Listing),
    ("以下の事項", TokenKind::Listing),
    ("以下", TokenKind::Direction(Direction::Below)),
    ("以降", TokenKind::Onward),
    ("以後", TokenKind::Onward),
    ("別紙様式", TokenKind::Annex(AnnexSeries::AnnexForm)),
    ("別紙", TokenKind::Annex(AnnexSeries::Annex)),
    ("別表", TokenKind::Annex(AnnexSeries::AppendedTable)),
    ("別添", TokenKind::Annex(AnnexSeries::Attachment)),
    ("別記様式", TokenKind::Annex(AnnexSeries::AppendedForm)),
    ("別記", TokenKind::Annex(AnnexSeries::AppendedNote)),
    ("別図", TokenKind::Annex(AnnexSeries::AppendedFigure)),
    ("様式", TokenKind::Annex(AnnexSeries::Form)),
    ("付属書", TokenKind::Annex(AnnexSeries::Schedule)),
    ("附属書", TokenKind::Annex(AnnexSeries::Schedule)),
    ("別冊", TokenKind::Companion),
    ("附則", TokenKind::Supplementary),
    ("及び", TokenKind::Join(Join::And)),
    ("および", TokenKind::Join(Join::And)),
    ("並びに", TokenKind::Join(Join::And)),
    ("ならびに", TokenKind::Join(Join::And)),
    ("と", TokenKind::Join(Join::And)),
    ("又は", TokenKind::Join(Join::Or)),
    ("または", TokenKind::Join(Join::Or)),
    ("若しくは", TokenKind::Join(Join::Or)),
    ("もしくは", TokenKind::Join(Join::Or)),
    ("から", TokenKind::Join(Join::Through)),
    ("ないし", TokenKind::Join(Join::Through)),
    ("乃至", TokenKind::Join(Join::Through)),
    ("～", TokenKind::Join(Join::Through)),
    ("〜", TokenKind::Join(Join::Through)),
    ("、", TokenKind::Join(Join::Comma)),
    ("，", TokenKind::Join(Join::Comma)),
    (",", TokenKind::Join(Join::Comma)),
    ("・", TokenKind::Join(Join::Comma)),
    ("まで", TokenKind::Until),
    ("．", TokenKind::Stop),
    (".", TokenKind::Stop),
    ("施行規則", TokenKind::Law),
    ("施行令", TokenKind::Law),
    ("法律", TokenKind::Law),
    ("法", TokenKind::Law),
    ("政令", TokenKind::Law),
    ("省令", TokenKind::Law),
    ("府令", TokenKind::Law),
    ("令", TokenKind::Law),
    ("告示", TokenKind::Law),
    ("契約書", TokenKind::Title),
    ("契約", TokenKind::Title),
    ("規約", TokenKind::Title),
    ("約款", TokenKind::Title),
    ("規程", TokenKind::Title),
    ("規則", TokenKind::Title),
    ("細則", TokenKind::Title),
    ("協定書", TokenKind::Title),
    ("協定", TokenKind::Title),
    ("覚書", TokenKind::Title),
    ("合意書", TokenKind::Title),
    ("ポリシー", TokenKind::Title),
    ("ガイドライン", TokenKind::Title),
    ("指針", TokenKind::Title),
    ("要領", TokenKind::Title),
    ("要綱", TokenKind::Title),
    ("仕様書", TokenKind::Title),
    ("手順書", TokenKind::Title),
    ("基準", TokenKind::Title),
    ("方針", TokenKind::Title),
    ("通達", TokenKind::Title),
    ("定款", TokenKind::Title),
    ("協約", TokenKind::Title),
    ("特約", TokenKind::Title),
];

/// Endings of the title of a document that is agreed to or kept to.
pub(super) const DOCUMENT_TITLES: &[&str] = &[
    "規約",
    "約款",
    "規程",
    "規則",
    "細則",
    "協定書",
    "契約書",
    "覚書",
    "合意書",
    "ポリシー",
    "ガイドライン",
    "指針",
    "要領",
    "要綱",
    "仕様書",
    "説明書",
    "開示書",
    "基準書",
    "マニュアル",
];

/// Endings of the title of a form that is filled in, sent or handed over.
pub(super) const FORM_TITLES: &[&str] = &[
    "申込書",
    "同意書",
    "申請書",
    "申出書",
    "届出書",
    "届",
    "承諾書",
    "確認書",
    "通知書",
    "証明書",
    "請求書",
    "注文書",
    "誓約書",
    "報告書",
    "依頼書",
    "委任状",
    "解約書",
    "チェックリスト",
    "のご連絡",
    "のお知らせ",
    "のご案内",
];

/// With 本 or この before it, each of these is this document. 本方針 and 本仕様書 speak of something else.
pub(super) const OWN_TITLES: &[&str] = &[
    "規約",
    "約款",
    "規程",
    "規則",
    "細則",
    "契約",
    "契約書",
    "協定",
    "協定書",
    "覚書",
    "合意書",
    "ポリシー",
    "ガイドライン",
    "指針",
    "要領",
    "要綱",
];

/// What may stand between 本 and one of [`OWN_TITLES`]: 本利用規約.
pub(super) const OWN_QUALIFIERS: &[&str] = &["", "利用", "サービス", "サービス利用", "基本"];

/// Statutes that are known by name alone. Others count with an article or their law number.
const WELL_KNOWN_LAWS: &[&str] = &[
    "に関する法律",
    "民法",
    "商法",
    "会社法",
    "刑法",
    "借地借家法",
    "民事執行法",
    "民事再生法",
    "会社更生法",
    "破産法",
    "電子帳簿保存法",
    "個人情報保護法",
    "番号法",
    "マイナンバー法",
    "著作権法",
    "特許法",
    "商標法",
    "意匠法",
    "下請法",
    "景品表示法",
    "電子署名法",
    "労働基準法",
    "公職選挙法",
    "医療法",
    "小切手法",
    "医師法",
    "薬機法",
    "健康保険法",
    "次世代医療基盤法",
    "外国為替及び外国貿易法",
    "利息制限法",
    "出資法",
    "割賦販売法",
    "国税通則法",
    "取引法",
    "防止法",
    "禁止法",
    "規制法",
    "契約法",
    "事業法",
    "基本法",
    "訴訟法",
    "税法",
];

/// Words that end in 法 and are no law.
const METHODS: &[&str] = &[
    "方法", "手法", "用法", "療法", "適法", "違法", "不法", "合法", "作法", "技法", "司法", "立法", "文法", "製法",
    "寸法",
];

pub(super) fn is_statute(name: &str) -> bool {
    is_well_known(name) || !METHODS.iter().any(|word| name.ends_with(word))
}

pub(super) fn is_well_known(name: &str) -> bool {
    WELL_KNOWN_LAWS.iter().any(|law| name.ends_with(law))
}

/// 条 in 条件 divides nothing: the character after a unit tells.
pub(super) fn makes_another_word(unit: Level, next: char) -> bool {
    let others = match unit {
        Level::Part => "集成入者曲纂注",
        Level::Chapter => "典",
        Level::Section => "気電約目税度句減点分",
        Level::Article => "件約例項文理令",
        Level::Paragraph => "目番",
        Level::Item => "室機車棟館線令俸証店泊議様被物案型級",
        Level::Subsection | Level::Heading | Level::Subitem => "",
    };
    others.contains(next)
}

/// 本 in 日本, 前 in 以前: the character before a relative word tells.
pub(super) fn belongs_to_another_word(relative: &TokenKind, before: char) -> bool {
    let others = match relative {
        TokenKind::Previous => "以従事直午日年月",
        TokenKind::Next => "順逐年月高第目二三",
        TokenKind::This => "日基資原抄標見一製",
        TokenKind::Same => "共合協賛一異",
        _ => "",
    };
    others.contains(before)
}

/// Counters after a number that make it an amount: ２つ, ３か月, １０日.
pub(super) fn counts_things(next: char) -> bool {
    "つ個か箇カヵヶケ日年月人名回種点件週時分秒円者社倍割％%度台本通部切般定重条項号".contains(next)
}

/// What a bracket after a number says when it is not the caption.
pub(super) const REMARKS: &[&str] = &[
    "。",
    "以下",
    "を除く",
    "を除き",
    "を含む",
    "に限る",
    "をいう",
    "といい",
    "という",
    "において",
    "準用",
    "に同じ",
    "同じ",
    "ただし",
    "昭和",
    "平成",
    "令和",
    "参照",
    "注",
];

/// After １２条, these tell how many articles there are.
pub(super) const NUMBERS_OF_ARTICLES: &[&str] =
    &["にわた", "にもわた", "から成", "からな", "で構成", "で成", "ある", "あり", "しか", "を超"];

/// After a 第 that lacks a number or a unit, these and の tell that it cites something.
pub(super) const SAID_OF_A_PROVISION: &[&str] =
    &["に規定", "に定め", "に掲げ", "に該当", "に違反", "に基づ", "により", "によっ"];

/// After （４）, these tell that it is spoken of and does not begin an item.
pub(super) const SPOKEN_OF: &[&str] = &["に", "を", "で", "が", "は", "へ", "も", "記載", "参照"];

/// After a bare 1.2, these tell that it is the number of a heading.
pub(super) const CITED_BY: &[&str] = &["に定め", "に規定", "のとおり", "に掲げ", "に示す", "を参照"];

/// Kanji that may follow 第２号 without making it 第２号議案.
pub(super) const BEFORE_ITEM_NOUN: &str = "及又若並乃規定所該記掲柱中以";

pub(super) fn is_letter(c: char) -> bool {
    crate::japanese::numerals::fold_width(c).is_ascii_alphabetic()
}

/// Endings of the name of a law or regulation in quotation marks.
pub(super) const LAW_ENDINGS: &[&str] = &["法", "法律", "施行令", "施行規則", "政令", "省令", "府令", "条例", "告示"];

/// After 「X」, these define X.
pub(super) const DEFINES: &[&str] = &["とい", "とは", "と総称", "と称", "と呼", "とする", "とし", "と定義"];

/// Kanji that may follow 別紙 without making it 別紙資料.
pub(super) const AFTER_ANNEX: &str = "参記所及又並若各中上第";

/// Kanji that make another word of 本契約: 本契約者.
pub(super) const AFTER_OWN: &str = "者先人社主金料額";

/// How the bracket after a statute's name begins: with the law's number, or an abbreviation.
pub(super) const BEFORE_LAW_NUMBER: &[&str] = &["明治", "大正", "昭和", "平成", "令和", "以下"];

/// Where a name of the form …に関する法律 may begin: after one of these.
pub(super) const BEFORE_LONG_NAME: &str = "、。，．,.はが「」『』｢｣（）()【】［］[]〔〕\n";
