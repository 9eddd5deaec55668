//! The table of examples, and each of them as it is read.

mod soundness;

use super::*;
use soundness::assert_sound;

/// A mention in short: 第３条第１項 is `条3項1`, 又は第２項 after it `|(条3)項2`.
fn describe(mention: &Mention) -> String {
    let join = match mention.group.as_ref().and_then(|group| group.join) {
        None => "",
        Some(Join::Comma) => ",",
        Some(Join::And) => "&",
        Some(Join::Or) => "|",
        Some(Join::Through) => "..",
    };
    let kind = match &mention.kind {
        MentionKind::Provision => String::new(),
        MentionKind::Own => "own ".into(),
        MentionKind::Supplementary => "supplementary ".into(),
        MentionKind::Annex(Annex { series, label }) => {
            format!("{series:?}{} ", label.as_ref().map(describe_label).unwrap_or_default())
        }
        MentionKind::Section(direction) => format!("{direction:?} "),
        MentionKind::Named(kind) => format!("{kind:?} "),
        MentionKind::Statute(name) => format!("law[{}] ", name.text),
        MentionKind::Foreign(name) => format!("foreign[{}] ", name.text),
        MentionKind::Listing => "listing ".into(),
        MentionKind::Malformed(malformation) => format!("{malformation:?}! "),
    };
    let steps: String = mention.path.steps.iter().map(describe_step).collect();
    let passage = mention.path.passage.as_ref().map(|(passage, _)| format!(" {passage:?}")).unwrap_or_default();
    let onward = if mention.path.onward { " onward" } else { "" };
    let caption = mention.caption.as_ref().map(|caption| format!(" <{}>", caption.text)).unwrap_or_default();
    format!("{join}{kind}{steps}{passage}{onward}{caption}").replace("  ", " ").trim_end().to_owned()
}

fn describe_step(step: &Step) -> String {
    let level = match step.level {
        Level::Part => "編",
        Level::Chapter => "章",
        Level::Section => "節",
        Level::Subsection => "款",
        Level::Heading => "#",
        Level::Article => "条",
        Level::Paragraph => "項",
        Level::Item => "号",
        Level::Subitem => "/",
    };
    let which = match &step.which {
        Which::Absolute(label) => describe_label(label),
        Which::Previous(count) => format!("-{count}"),
        Which::Next(count) => format!("+{count}"),
        Which::FartherPrevious(count) => "-".repeat(*count as usize),
        Which::SecondNext => "++".into(),
        Which::This => "=".into(),
        Which::Same => "~".into(),
        Which::Each(Extent::All) => "*".into(),
        Which::Each(Extent::Before) => "-*".into(),
        Which::Each(Extent::After) => "+*".into(),
    };
    if step.inherited { format!("({level}{which})") } else { format!("{level}{which}") }
}

fn describe_label(label: &Label) -> String {
    match label {
        Label::Number(number) => {
            let branches = number.branches.iter().map(|branch| format!("-{branch}"));
            branches.fold(number.main.to_string(), |text, branch| text + &branch)
        }
        Label::Mark(mark) => format!("'{mark}'"),
    }
}

fn descriptions(text: &str) -> Vec<String> {
    scan(text).iter().map(describe).collect()
}

/// Text, and the mentions expected in it.
const EXAMPLES: &[(&str, &[&str])] = &[
    // Numbers in any width, script and spacing.
    ("第３８条に従う。", &["条38"]),
    ("第 11 条に従う。", &["条11"]),
    ("第　１１\n条に従う。", &["条11"]),
    ("第三十八条に従う。", &["条38"]),
    ("第二〇条に従う。", &["条20"]),
    ("第1２条に従う。", &["条12"]),
    ("第9条の2に従う。", &["条9-2"]),
    ("第132条の2の2に従う。", &["条132-2-2"]),
    ("第九条の二第一項に従う。", &["条9-2項1"]),
    ("第九条の二本文に従う。", &["条9-2 Main"]),
    ("第５条の２つの要件", &["条5"]),
    ("第５条の３か月の期間", &["条5"]),
    ("第三条の一部を改める。", &["条3"]),
    ("第三条の二重の確認", &["条3"]),
    // Depth.
    ("第６条第１項第２号に掲げる", &["条6項1号2"]),
    ("第６条第１項第２号イに掲げる", &["条6項1号2/'イ'"]),
    ("第６条第１項第２号イ（１）に掲げる", &["条6項1号2/'イ'/'1'"]),
    ("第３条の第１項の規定", &["条3項1"]),
    ("第５条（２）に掲げる", &["条5号'2'"]),
    ("第５条（１）-①に掲げる", &["条5号'1'/'①'"]),
    ("第２号の２に掲げる", &["号2-2"]),
    ("第７章に定める", &["章7"]),
    ("第２章第１節の規定", &["章2節1"]),
    ("第１編第２章第３節第４款", &["編1章2節3款4"]),
    ("同条第２項第１号", &["条~項2号1"]),
    ("第３条第１項本文、同項ただし書", &["条3項1 Main", ",項~ Proviso"]),
    ("前項後段の場合", &["項-1 Latter"]),
    ("第８条第１項柱書に定める", &["条8項1 Chapeau"]),
    ("第８条第１項各号列記以外の部分", &["条8項1 Chapeau"]),
    // Captions and remarks.
    ("第１１条（契約者からの解約）に従う。", &["条11 <契約者からの解約>"]),
    ("第 4 条 （利用資格）第２項", &["条4項2 <利用資格>"]),
    ("第４条（本サービスの範囲）", &["条4 <本サービスの範囲>"]),
    ("第４条（第三者への委託（再委託を含みます））", &["条4 <第三者への委託（再委託を含みます）>"]),
    ("第３条（第２項を除く。）の規定", &["条3", "(条3)項2"]),
    ("第３条（第２項及び第３項を除く。）及び第５条", &["条3", "(条3)項2", "&(条3)項3", "&条5"]),
    ("第３条（以下「本条件」という。）に従う。", &["条3"]),
    // Lists and ranges.
    ("第１項又は第２項", &["項1", "|項2"]),
    ("第３条第１項又は第２項", &["条3項1", "|(条3)項2"]),
    ("第３条又は第２項", &["条3", "|項2"]),
    ("第５条及び第６条", &["条5", "&条6"]),
    ("第５条第２項及び第６条", &["条5項2", "&条6"]),
    ("第１条、第２条並びに第３条第１項", &["条1", ",条2", "&条3項1"]),
    ("第５条、及び第６条", &["条5", "&条6"]),
    ("第５条から第８条まで", &["条5", "..条8"]),
    ("第５条～第８条", &["条5", "..条8"]),
    ("第１項第１号から第３号までのいずれか", &["項1号1", "..(項1)号3"]),
    ("第２号イ及びロ", &["号2/'イ'", "&(号2)/'ロ'"]),
    ("第２号イからハまで", &["号2/'イ'", "..(号2)/'ハ'"]),
    ("第２３条以降の規定", &["条23 onward"]),
    ("第１１条（解約）、第１２条（返還）及び第１３条（存続）", &["条11 <解約>", ",条12 <返還>", "&条13 <存続>"]),
    ("第３条第１項各号又は第２項各号", &["条3項1号*", "|(条3)項2号*"]),
    ("第３条第１項又は前項", &["条3項1", "|項-1"]),
    ("前条、本条及び次条", &["条-1", ",条=", "&条+1"]),
    // Relative and each.
    ("前条又は次条", &["条-1", "|条+1"]),
    ("本条及び同条", &["条=", "&条~"]),
    ("この条において", &["条="]),
    ("次項、本項、同項", &["項+1", ",項=", ",項~"]),
    ("前号、次号、本号、同号", &["号-1", ",号+1", ",号=", ",号~"]),
    ("前２項の規定", &["項-2"]),
    ("前 二 項の規定", &["項-2"]),
    ("前三条の規定", &["条-3"]),
    ("前９９９９項の規定", &["項-9999"]),
    ("次の各号のいずれか", &["号+*"]),
    ("以下の各項に該当", &["項+*"]),
    ("前各号の他", &["号-*"]),
    ("前各項に定める", &["項-*"]),
    ("前項各号の目的", &["項-1号*"]),
    ("第 22 条の各号", &["条22号*"]),
    ("各号に掲げる", &["号*"]),
    ("本章及び次節", &["章=", "&節+1"]),
    ("次のとおり定める。以下に掲げる資料", &["listing", "listing"]),
    // Annexes and what is in them.
    ("別紙２に定める", &["Annex2"]),
    ("別紙２（提供条件）に定める", &["Annex2 <提供条件>"]),
    ("別紙２－１に定める", &["Annex2-1"]),
    ("別紙１及び２に定める", &["Annex1", "&Annex2"]),
    ("別紙１から３までに定める", &["Annex1", "..Annex3"]),
    ("別紙Ａに定める", &["Annex'A'"]),
    ("1.2に定める", &["Unstated #1-2"]),
    ("（１－２のとおり）", &["Unstated #1-2"]),
    ("「1.2 年会費」に定める", &["Unstated #1-2 <年会費>"]),
    ("別紙のとおり", &["Annex"]),
    ("別紙一に定める", &["Annex1"]),
    ("別紙十二及び別表第三に定める", &["Annex12", "&AppendedTable3"]),
    ("別紙一参照", &["Annex1"]),
    ("別紙第３項に定める", &["Annex 項3"]),
    ("別紙第３号に定める", &["Annex3"]),
    ("前々項及び前々条第２項", &["項--", "&条--項2"]),
    ("前々々号に掲げる", &["号---"]),
    ("次々条に定める", &["条++"]),
    ("図１及び表２のとおり", &["Figure1", "&Table2"]),
    ("別表第１及び別表第２", &["AppendedTable1", "&AppendedTable2"]),
    ("別表第一の二に掲げる", &["AppendedTable1-2"]),
    ("別添「運用手順」に従う。", &["Attachment <運用手順>"]),
    ("別記様式第１号により届け出る。", &["AppendedForm1"]),
    ("様式第２号により届け出る。", &["Form2"]),
    ("別紙２第３条第１項及び第４条", &["Annex2 条3項1", "&Annex2 条4"]),
    ("別紙２の１－３．に定める", &["Annex2 #1-3"]),
    ("別紙２「１－３．提供時間」に定める", &["Annex2 #1-3 <提供時間>"]),
    ("別紙２（提供条件）の（４）に定める", &["Annex2 号'4' <提供条件>"]),
    ("附則第２項の規定", &["supplementary 項2"]),
    ("この規約の附則に定める", &["own", "supplementary"]),
    ("上記「１－２．提供範囲」に定める", &["Above #1-2 <提供範囲>"]),
    ("下記「３-４‐１. 保守」に定める", &["Below #3-4-1 <保守>"]),
    ("「１－２．提供範囲」に定める", &["Unstated #1-2 <提供範囲>"]),
    ("上記３－４－１．の作業", &["Above #3-4-1"]),
    ("上記１－３及び１－４に定める", &["Above #1-3", "&Above #1-4"]),
    ("下記 4 に定める時間", &["Below #4"]),
    ("下記（４）及び（５）に定める", &["Below 号'4'", "&Below 号'5'"]),
    ("後記【提供仕様】のとおり", &["Below <提供仕様>"]),
    ("後記【提供仕様】６．に定める", &["Below #6 <提供仕様>"]),
    ("「３．料金」の（２）に定める", &["Unstated #3号'2' <料金>"]),
    ("本規約と【提供仕様】の間に", &["own", "&Unstated <提供仕様>"]),
    ("費用は（４）に定める。", &["号'4'"]),
    ("費用は⑷に定める。", &["号'4'"]),
    ("費用は（１）-①に定める。", &["号'1'/'①'"]),
    // Documents.
    ("本規約、本利用規約及び本契約", &["own", "own", "own"]),
    ("本規約第５条及び第６条", &["own 条5", "&own 条6"]),
    ("この規約の第５条", &["own 条5"]),
    ("「みなと申込書兼同意書」を提出する。", &["Form <みなと申込書兼同意書>"]),
    ("別冊「みなと利用規約」第５条", &["Companion 条5 <みなと利用規約>"]),
    ("「みなと運用規程」第５条", &["Document 条5 <みなと運用規程>"]),
    ("他社の規約第3条による。", &["foreign[他社の規約] 条3"]),
    ("乙が定める約款第３条による。", &["foreign[約款] 条3"]),
    ("安全基準第３条による。", &["foreign[安全基準] 条3"]),
    ("就業規則第３条による。", &["foreign[就業規則] 条3"]),
    ("CPS第３条による。", &["foreign[CPS] 条3"]),
    // Statutes.
    ("民事訴訟法第11条により", &["law[民事訴訟法] 条11"]),
    ("民法第548条の4第1項により", &["law[民法] 条548-4項1"]),
    ("民法709条により", &["law[民法] 条709"]),
    ("民法第90条及び第95条により", &["law[民法] 条90", "&law[民法] 条95"]),
    ("民法第90条により、同条の効果として", &["law[民法] 条90", "law[民法] 条~"]),
    ("「個人情報の保護に関する法律」（平成15年法律第57号）第27条に従い", &["law[個人情報の保護に関する法律] 条27"]),
    (
        "個人情報の保護に関する法律（平成15年法律第57号。以下「法」という。）第27条に従い",
        &["law[個人情報の保護に関する法律] 条27"],
    ),
    ("当社は、個人情報の保護に関する法律に従い", &["law[個人情報の保護に関する法律]"]),
    ("消費税法［昭和63年法律第108号］に従い", &["law[消費税法]"]),
    ("同条例第５条により、同条第２項", &["law[同条例] 条5", "law[同条例] 条~項2"]),
    ("民法第３条乃至第５条", &["law[民法] 条3", "..law[民法] 条5"]),
    ("同法第5条により", &["law[同法] 条5"]),
    ("会社法施行規則第３条により", &["law[会社法施行規則] 条3"]),
    ("個人情報の保護に関する法律施行令第３条により", &["law[個人情報の保護に関する法律施行令] 条3"]),
    ("本条第１項第２号又は次条第３項ただし書", &["条=項1号2", "|条+1項3 Proviso"]),
    ("「みなと申込書」（以下「申込書」という。）", &["Form <みなと申込書>"]),
    ("第１章から第３章まで", &["章1", "..章3"]),
    ("第23条（免責）以降", &["条23 onward <免責>"]),
    ("金融商品取引法に違反する", &["law[金融商品取引法]"]),
    ("著作権法に違反する", &["law[著作権法]"]),
    ("民法附則第３条により", &["law[民法] 条3"]),
    ("港湾振興法別表第１に掲げる", &["law[港湾振興法]"]),
    ("港湾振興法（平成15年法律第57号）別表第一の二及び第３条", &["law[港湾振興法]", "&条3"]),
    ("港湾施設法の第３条（第２項を除く。）", &["law[港湾施設法] 条3", "law[港湾施設法] (条3)項2"]),
    // Miswritten.
    ("第第３条に従う。", &["RepeatedOrdinal! 条3"]),
    ("第第条に従う。", &["RepeatedOrdinal!"]),
    ("第　条に従う。", &["MissingNumber!"]),
    (
        "第の規定により、本規約第条及び第３条第項を準用する。",
        &["MissingNumber!", "own", "MissingNumber!", "&条3", "MissingNumber!"],
    ),
    ("次第の規定による。", &[]),
    ("契約を更新第の改定による。", &[]),
    (
        "同条第２の通知及び第４条第２により、第各号及び第前項の場合",
        &["条~", "MissingUnit!", "条4", "MissingUnit!", "StrayOrdinal! 号*", "&StrayOrdinal! 項-1"],
    ),
    ("第３条第２の２の通知及び第３条第１文の通知", &["条3", "条3"]),
    ("１２条に従う。", &["MissingOrdinal! 条12"]),
    ("本サービスは12条に従う。", &["MissingOrdinal! 条12"]),
    ("料金は2条1項に定める。", &["MissingOrdinal! 条2項1"]),
    ("第３条２項に従う。", &["MissingOrdinal! 条3項2"]),
    ("第３条第２項、３項に従う。", &["条3項2", ",MissingOrdinal! (条3)項3"]),
    ("第９９９９９９９９９９９９条第２項に従う。", &["NumberTooLarge! 項2"]),
    ("第1十条に従う。", &["UnreadableNumber!"]),
];

/// Everyday words that look like references, labels that begin a line, and words that are being defined.
const NO_REFERENCES: &[&str] = &[
    "",
    "第一に、第二に、第三者に対し",
    "第一種の事業",
    "第1回の会議",
    "第２四半期の末日",
    "条件、条例、条約",
    "項目と事項",
    "１２号室",
    "第２号室",
    "第２号議案",
    "特許第1234号",
    "平成15年法律第57号",
    "次条件",
    "本条件及び同条件",
    "本項目と次項目",
    "各条項と各項目",
    "日本条約",
    "以前項番",
    "全１２条から成る",
    "計12条にわたる",
    "5条",
    "十七条憲法",
    "（１） 氏名を届け出る。",
    "① 氏名を届け出る。",
    "氏名\n（２）に住所",
    "（１）氏名、（２）住所及び（３）電話番号を届け出る。",
    "【重要】お読みください。",
    "お知らせ【重要】お読みください。",
    "バージョン１－３及び1.5倍",
    "「1.5倍」及び「24時間」",
    "下記３点を確認する。",
    "下記2つの方法",
    "支払方法及び適法",
    "日本法に準拠する。",
    "法人その他の団体",
    "基本契約を締結する。",
    "本方針及び本仕様書",
    "本契約者及び本人",
    "別紙資料を参照する。",
    "付表を一覧とする。",
    "別紙２",
    "本文\n附則\n",
    "以下「本規約」という。",
    "（以下「利用申込書」といいます。）",
    "「利用規約」とは、",
    "日次のとおり",
    "次のサービスを利用する。",
    "申込書を受領する。",
    "売上2026年10月1日現在",
];

#[test]
fn examples_are_read_as_a_lawyer_reads_them() {
    let wrong: Vec<String> = EXAMPLES
        .iter()
        .filter(|(text, expected)| descriptions(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  expected {expected:?}\n  found    {:?}", descriptions(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn everyday_words_are_no_references() {
    let wrong: Vec<String> = NO_REFERENCES
        .iter()
        .filter(|text| !scan(text).is_empty())
        .map(|text| format!("{text}: {:?}", descriptions(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ranges_are_those_of_the_words() {
    let text = "当社は、第３条（料金）第１項又は 第 ２ 項ただし書に従う。";
    let found = scan(text);
    let slices = |range: &Range<usize>| text[range.clone()].to_owned();
    assert_eq!(slices(&found[0].range), "第３条（料金）第１項");
    assert_eq!(found[0].caption.as_ref().map(|caption| slices(&caption.range)).as_deref(), Some("料金"));
    assert_eq!(slices(&found[1].range), "第 ２ 項ただし書");
    let steps: Vec<_> = found[1].path.steps.iter().map(|step| (slices(&step.range), step.inherited)).collect();
    assert_eq!(steps, [("第３条".to_owned(), true), ("第 ２ 項".to_owned(), false)]);
    assert_eq!(found[1].path.passage.as_ref().map(|(_, range)| slices(range)).as_deref(), Some("ただし書"));
    for mention in &found {
        let group = mention.group.as_ref().expect("a group");
        assert_eq!(slices(&group.range), "第３条（料金）第１項又は 第 ２ 項ただし書");
    }
}

#[test]
fn a_range_covers_its_last_word_and_a_lone_mention_has_no_group() {
    let text = "第５条から第８条までは、前条に優先する。";
    let found = scan(text);
    assert_eq!(found[1].group.as_ref().map(|group| &text[group.range.clone()]), Some("第５条から第８条まで"));
    assert_eq!(found[2].group, None);
}

const HOSTILE: &[&str] = &[
    "あ",
    "亜",
    "第",
    "第１",
    "第１条",
    "第１条、",
    "第１条（",
    "第１条（第２項を除く。",
    "（",
    "（１）",
    "（１）に",
    "「",
    "「法",
    "「」",
    "【】に",
    "の",
    "の２",
    "９",
    "一",
    "下記1-1",
    "1-",
    "－",
    "号イ",
    "イ、",
    "号イ、",
    "①、",
    "第１号イ及び（１）、",
    "民法",
    "法",
    "法（",
    "に関する法律",
    "規約",
    "本",
    "本規約",
    "本規約、",
    "同条",
    "前",
    "次の",
    "別紙",
    "別紙１の",
    "、",
    "から",
    "\u{202e}",
    "\0",
    " ",
    "\n",
    "CPS",
    "別表第１の２",
    "上記「１．",
    "第第条",
    "平成",
    "（平成",
];

/// Time must grow with the length of the text: ten times the text may take no more than about ten times as long. The
/// limit is loose because machines are busy; a quadratic reading would exceed it a thousandfold.
#[test]
fn hostile_texts_are_read_in_time_proportional_to_them() {
    let started = std::time::Instant::now();
    for unit in HOSTILE {
        let text = unit.repeat(200_000 / unit.len());
        assert_sound(&text);
    }
    assert_sound(&EXAMPLES.iter().map(|(text, _)| text.replace('。', "")).collect::<String>().repeat(200));
    let nested = format!("{}{}", "第１条（".repeat(10_000), "）".repeat(10_000));
    assert_eq!(scan(&nested).len(), 10_000);
    let seconds = started.elapsed().as_secs();
    assert!(seconds < 300, "{seconds} s");
}
