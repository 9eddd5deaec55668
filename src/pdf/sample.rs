//! A made-up contract with everything a flow can hold, for the tests of this stage.

use crate::flow::*;

/// Running text; `{anchor:text}` is a link inside the document, `<strong>` is strong.
pub fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<']) {
        let (before, marked) = rest.split_at(at);
        let close = if marked.starts_with('{') { '}' } else { '>' };
        let end = marked.find(close).unwrap();
        if !before.is_empty() {
            out.push(Inline::Text(before.into()));
        }
        let inner = &marked[1..end];
        out.push(match inner.split_once(':') {
            Some((anchor, text)) if close == '}' => {
                Inline::Link { target: target(anchor), text: vec![Inline::Text(text.into())] }
            }
            _ => Inline::Strong(vec![Inline::Text(inner.into())]),
        });
        rest = &marked[end + 1..];
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.into()));
    }
    out
}

fn target(name: &str) -> Target {
    match name.split_once('#') {
        Some(("https", rest)) => Target::External(format!("https://{rest}")),
        Some((document, "")) => {
            Target::Document { document: document.into(), folder: Default::default(), anchor: None }
        }
        Some((document, anchor)) => Target::Document {
            document: document.into(),
            folder: Default::default(),
            anchor: Some(Anchor(anchor.into())),
        },
        None => Target::Anchor(Anchor(name.into())),
    }
}

pub fn paragraph(label: Option<&str>, text: &str, blocks: Vec<Block>) -> Block {
    Block::Paragraph(Paragraph {
        anchor: None,
        label: label.map(str::to_owned),
        align: Align::Start,
        text: inlines(text),
        blocks,
    })
}

pub fn section(kind: SectionKind, level: u8, id: &str, label: &str, title: &str, blocks: Vec<Block>) -> Block {
    Block::Section(Section {
        kind,
        anchor: Anchor(id.into()),
        heading: Heading { level, label: label.into(), title: inlines(title) },
        blocks,
    })
}

pub fn list(kind: ListKind, items: Vec<(&str, &str, Vec<Block>)>) -> Block {
    let items = items
        .into_iter()
        .map(|(label, text, mut below)| {
            below.insert(0, paragraph(None, text, Vec::new()));
            ListItem { anchor: None, label: label.into(), blocks: below }
        })
        .collect();
    Block::List(List { kind, items })
}

pub fn cell(text: &str) -> Cell {
    Cell { columns: 1, rows: 1, is_heading: false, blocks: vec![paragraph(None, text, Vec::new())] }
}

pub fn heading_cell(text: &str) -> Cell {
    Cell { is_heading: true, ..cell(text) }
}

pub fn row(cells: Vec<Cell>) -> Row {
    Row { cells }
}

pub fn table(anchor: &str, caption: &str, columns: usize, head: Vec<Row>, groups: Vec<(&str, Vec<Row>)>) -> Table {
    Table {
        anchor: Some(Anchor(anchor.into())),
        style: crate::flow::TableStyle::Ruled,
        caption: inlines(caption),
        columns: vec![Column { weight: None, align: Align::Start }; columns],
        head,
        groups: groups.into_iter().map(|(heading, rows)| RowGroup { heading: inlines(heading), rows }).collect(),
    }
}

pub fn flow(blocks: Vec<Block>) -> Flow {
    Flow {
        identity: Identity {
            document: "terms".into(),
            set: Some(("kaiyu".into(), "診療連携サービス".into())),
            label: None,
            title: "診療連携クラウドサービス利用規約".into(),
            subtitle: Some("医療機関向け".into()),
            provider: "みさき医療情報株式会社".into(),
            revision: Some("3.0".into()),
            effective: chrono::NaiveDate::from_ymd_opt(2026, 10, 1),
            edition: "第3.0版　2026年10月1日施行".into(),
        },
        sheet: crate::flow::Sheet::Portrait,
        head: Vec::new(),
        blocks,
    }
}

const FULL: [&str; 10] = ["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"];

pub fn full_width(number: usize) -> String {
    number.to_string().chars().map(|c| FULL[c as usize - '0' as usize]).collect()
}

const SENTENCES: [&str; 8] = [
    "みさき医療情報株式会社（以下「当社」といいます。）は、この規約（以下「本規約」といいます。）に基づき、診療連携クラウドサービス（以下「本サービス」といいます。）を、当社が別に定める範囲において契約者に提供します。",
    "契約者は、本サービスの利用にあたり、当社が発行する識別符号（以下「ＩＤ」といいます。）及びパスワードを善良な管理者の注意をもって管理するものとし、これらを第三者に貸与し、譲渡し、又は共有してはなりません。",
    "当社は、{a3:第３条}（利用契約の成立）第２項各号のいずれかに該当すると認めたときは、契約者に対し、１４日以上の相当な期間を定めて催告したうえで、利用契約の全部又は一部を解除することができます。",
    "前項にかかわらず、当社は、契約者の不利益とならない軽微な変更については、その効力発生日の１か月前までに、当社のウェブサイト（https://example.jp/terms/notice/2026）への掲載により周知することをもって足りるものとします。",
    "契約者は、利用料金として月額１２，０００円（消費税及び地方消費税を別途申し受けます。）を、当月分につき翌月末日（その日が金融機関の休業日にあたるときは、その直前の営業日）までに、当社が指定する方法により支払います。",
    "本サービスの提供に使用するデータセンターは、日本国内に所在し、ISO/IEC 27001及びISO/IEC 27017の認証を取得した事業者が運営するものに限ります。ただし、災害その他のやむを得ない事由があるときは、この限りではありません。",
    "当社は、<個人データの漏えい>、滅失又は毀損が発生し、又は発生したおそれがある事態を知ったときは、速やかに――遅くともその事態を知った時から２４時間以内に――契約者に報告し、「個人情報の保護に関する法律」（平成１５年法律第５７号）に従って必要な措置を講じます……。",
    "本規約に定めのない事項又は解釈に疑義が生じた事項については、両当事者が誠意をもって協議し、これを解決します。",
];

fn articles(from: usize, to: usize, captions: &[&str]) -> Vec<Block> {
    (from..=to)
        .map(|n| {
            let id = format!("a{n}");
            let mut blocks = vec![paragraph(None, SENTENCES[n % 8], vec![])];
            if n % 3 != 0 {
                blocks.push(paragraph(Some("２．"), SENTENCES[(n + 3) % 8], vec![nested(n)]));
                blocks.push(paragraph(Some("３．"), SENTENCES[(n + 6) % 8], vec![]));
            }
            let caption = format!("（{}）", captions[n % captions.len()]);
            section(SectionKind::Article, 3, &id, &format!("第{}条", full_width(n)), &caption, blocks)
        })
        .collect()
}

fn nested(n: usize) -> Block {
    let deepest = list(
        ListKind::Items,
        vec![
            ("ⅰ）", "電磁的記録媒体に記録された診療情報であって、契約者が保存を指示したもの", vec![]),
            (
                "ⅱ）",
                "前号に掲げるもののほか、当社が契約者に提供した操作記録、通信記録その他これらに類する記録（複製物を含みます。）",
                vec![],
            ),
        ],
    );
    let middle = list(
        ListKind::Items,
        vec![
            ("ア", "契約者が法人であるときは、その代表者又は権限を有する者の記名及び押印がある申込書", vec![deepest]),
            ("イ", "契約者が個人であるときは、その氏名、住所及び連絡先を確認することができる書面", vec![]),
        ],
    );
    let mut items = vec![
        ("（１）", "本サービスの利用を希望する者が、{a2:第２条}に定める利用資格を有しないとき。", vec![]),
        ("（２）", "次に掲げる書面又は電磁的記録のいずれかの提出がないとき。", vec![middle]),
        ("（３）", "その他当社が不適当と認めるとき。", vec![]),
    ];
    if n.is_multiple_of(2) {
        items.push(("（１０）", "申込みの内容に虚偽の記載、誤記又は記入漏れがあり、当社がその補正を求めたにもかかわらず、相当な期間内に補正されないとき。", vec![]));
    }
    list(ListKind::Items, items)
}

pub fn fee_table() -> Table {
    let mut head = vec![
        row(vec![
            Cell { rows: 2, ..cell("区分") },
            Cell { rows: 2, ..cell("内容") },
            Cell { columns: 2, ..cell("料金（月額・税別）") },
        ]),
        row(vec![cell("基本"), cell("追加")]),
    ];
    for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
        cell.is_heading = true;
    }
    let plan = |name: &str, n: usize| -> Vec<Row> {
        (0..n)
            .map(|i| {
                let text = match i % 3 {
                    0 => "診療情報提供書の作成及び送付、受信した文書の閲覧、検索及び印刷",
                    1 => "画像検査データの保存（保存期間は、受領した日から５年間とします。）並びに閲覧用ビューアの利用",
                    _ => "電話及び電子メールによる問合せ対応",
                };
                let mut cells = vec![cell(text), cell("12,000円"), cell(if i % 2 == 0 { "―" } else { "1,500円／台" })];
                if i == 0 {
                    cells.insert(0, Cell { rows: n as u16, ..heading_cell(name) });
                }
                row(cells)
            })
            .collect()
    };
    let mut fees = table(
        "fees",
        "表１　利用料金",
        4,
        head,
        vec![
            ("診療所（無床）", [plan("基本プラン", 4), plan("連携プラン", 12)].concat()),
            (
                "病院（２０床以上）",
                [plan("基本プラン", 5), plan("広域連携プラン（複数の医療圏にまたがるもの）", 8)].concat(),
            ),
        ],
    );
    fees.columns[2].align = Align::End;
    fees.columns[3].align = Align::End;
    fees
}

/// Several chapters, 40 articles, tables across pages, an annex-like part and supplementary provisions.
pub fn contract() -> Flow {
    let captions =
        ["目的", "利用契約の成立", "利用資格", "識別符号の管理", "利用料金", "秘密保持", "損害賠償の範囲及びその限度"];
    let chapter = |n: usize, title, blocks| {
        section(SectionKind::Chapter, 2, &format!("c{n}"), &format!("第{}章　", full_width(n)), title, blocks)
    };
    let mut fees = articles(19, 24, &captions);
    fees.push(paragraph(None, "利用料金は、次の表のとおりとします。", vec![Block::Table(fee_table())]));
    let in_force = paragraph(Some("１．"), "本規約は、２０２６年１０月１日から施行します。", vec![]);
    flow(vec![
        chapter(1, "総則", articles(1, 6, &captions)),
        chapter(2, "利用契約", articles(7, 18, &captions)),
        chapter(3, "利用料金", fees),
        chapter(4, "雑則", articles(25, 40, &captions)),
        specification(),
        section(SectionKind::SupplementaryProvisions, 2, "supplement", "附　則", "", vec![in_force]),
    ])
}

fn specification() -> Block {
    let notes = list(
        ListKind::Notes,
        vec![
            (
                "※１",
                "稼働率は、月間の総時間から計画停止の時間を除いた時間に対する、本サービスを利用することができた時間の割合とします。",
                vec![],
            ),
            ("※２", "計画停止は、７日前までに通知します。", vec![]),
        ],
    );
    let bullets = list(
        ListKind::Bullets,
        vec![
            ("・", "障害の切分けは、当社の責任分界点である接続装置までとします。", vec![]),
            (
                "・",
                "契約者の設備（回線、端末、院内LAN等）に起因する障害については、{annex-security#scope:別紙２「セキュリティ仕様」}及び{annex-support#:別紙３}に従います。",
                vec![],
            ),
        ],
    );
    let hours = "本サービスは、計画停止の時間を除き、１日２４時間、年間を通じて提供します。次の表及び{https#example.jp/status:稼働状況のページ}を参照してください。";
    let provision = vec![
        paragraph(None, hours, vec![Block::Table(levels()), notes]),
        paragraph(None, "責任の範囲は、次のとおりとします。", vec![bullets]),
    ];
    let blocks = vec![
        paragraph(None, SENTENCES[5], vec![]),
        section(SectionKind::Section, 3, "s1-1", "１－１．", "提供時間", provision),
    ];
    section(SectionKind::Section, 2, "s1", "１．", "サービスの仕様", blocks)
}

fn levels() -> Table {
    let recovery = "障害を検知した時から、本サービスの主要な機能が利用できる状態に復した時までの時間を計測する。";
    let rows = vec![
        row(vec![cell("稼働率"), cell("99.9％以上"), cell("当社の監視設備が１分ごとに行う疎通確認による。")]),
        row(vec![cell("目標復旧時間（RTO）"), cell("4時間以内"), cell(recovery)]),
    ];
    let head = vec![row(vec![heading_cell("項目"), heading_cell("水準"), heading_cell("測定方法")])];
    table("levels", "表２　サービスレベル", 3, head, vec![("", rows)])
}
