//! A made-up document that holds every kind of block, for the tests of the renderers.

use chrono::NaiveDate;

use super::*;

/// Chapters, articles, items three levels deep, a table with groups and merged cells, notes, links.
pub fn terms() -> Flow {
    Flow {
        identity: Identity {
            document: "terms".into(),
            set: Some(("chart-cloud".into(), "カルテ保管サービス".into())),
            label: None,
            title: "カルテ保管サービス利用規約".into(),
            subtitle: Some("診療所向け".into()),
            provider: "あおば医療情報株式会社".into(),
            revision: Some("3.0".into()),
            effective: NaiveDate::from_ymd_opt(2026, 10, 1),
            edition: "第3.0版　2026年10月1日施行".into(),
        },
        sheet: Sheet::Portrait,
        head: Vec::new(),
        blocks: vec![
            Block::Paragraph(paragraph(
                None,
                None,
                "この規約は、当社のサービスを利用するすべての契約者に適用されます。",
            )),
            section(SectionKind::Chapter, "general", 2, "第１章　", "総則", vec![application(), definitions()]),
            section(SectionKind::Chapter, "charges", 2, "第２章　", "利用料金", vec![fees(), late_charge()]),
            section(
                SectionKind::SupplementaryProvisions,
                "supplementary-1",
                2,
                "",
                "附則",
                vec![commencement(), closing()],
            ),
        ],
    }
}

/// A form: a table of labels and blanks of every kind, and blanks below a paragraph.
pub fn form() -> Flow {
    let mut flow = terms();
    flow.identity.document = "application".into();
    flow.identity.title = "利用申込書".into();
    let mut table = price_table();
    table.anchor = None;
    table.caption = Vec::new();
    table.columns = vec![Column { weight: None, align: Align::Start }; 2];
    table.head = Vec::new();
    let rows = blanks()
        .into_iter()
        .map(|(label, blocks)| Row { cells: vec![cell(label, 1, 1, true), Cell { blocks, ..cell("", 1, 1, false) }] });
    table.groups = vec![RowGroup { heading: Vec::new(), rows: rows.collect() }];
    flow.blocks = vec![
        Block::Paragraph(paragraph(None, None, "次のとおり、本サービスの利用を申し込みます。")),
        Block::Table(table),
        reason(),
    ];
    flow
}

/// Labels, and what stands beside them.
fn blanks() -> Vec<(&'static str, Vec<Block>)> {
    let methods = ["消去（Clear）", "除去（Purge）", "破壊（Destroy）"];
    let functions = ["予約", "問診", "文書の発行（発行した文書の控えを保管する場合を含みます。）", "連携"];
    let choice = |words: &[&str], is_multiple| EntryKind::Choice {
        options: words.iter().map(|option| vec![text(option)]).collect(),
        is_multiple,
    };
    let note = list(ListKind::Notes, vec![item(None, "※", "いくつでも選べます。", vec![])]);
    let address = EntryKind::Text { lines: 2, width: None };
    vec![
        ("契約者の名称", vec![entry("customer.name", "契約者　名称", true, EntryKind::Text { lines: 1, width: None })]),
        ("契約者の所在地", vec![entry("customer.address", "契約者　所在地", true, address)]),
        ("契約終了日", vec![entry("contract_end", "契約終了日", true, EntryKind::Date)]),
        ("消去日時", vec![entry("erased_at", "消去日時", true, EntryKind::Moment)]),
        ("台数", vec![entry("count", "台数", false, EntryKind::Number { unit: "台".into() })]),
        ("消去の方法", vec![entry("method", "消去の方法", true, choice(&methods, false))]),
        ("利用する機能", vec![entry("functions", "利用する機能", true, choice(&functions, true)), note]),
        ("署名", vec![entry("approval", "情報管理責任者の署名", false, EntryKind::Signature)]),
        ("押印", vec![entry("seal", "押印", false, EntryKind::Seal)]),
    ]
}

fn reason() -> Block {
    let text_of = |lines, width| EntryKind::Text { lines, width };
    let agreement =
        "利用規約及び個人データの取扱いに関する契約書の内容を確認し、それらのすべてに同意して、ここに申し込みます。";
    let mut reason = paragraph(None, None, "申込みの理由を記入してください。");
    reason.blocks = vec![
        entry("reason", "申込みの理由", false, text_of(1, None)),
        entry("plan", "希望するプラン", false, text_of(1, Some(12))),
        entry("remarks", "備考", false, text_of(3, None)),
        entry("users", "利用者数", false, EntryKind::Number { unit: "名".into() }),
        entry("start", "利用開始日", false, EntryKind::Date),
        entry("agree", "同意", true, EntryKind::CheckBox { text: vec![text(agreement)] }),
        entry("signature", "申込者の署名", false, EntryKind::Signature),
        entry("stamp", "申込者の印", false, EntryKind::Seal),
    ];
    Block::Paragraph(reason)
}

pub fn entry(name: &str, description: &str, is_required: bool, kind: EntryKind) -> Block {
    Block::Entry(Entry { name: name.into(), description: description.into(), is_required, kind })
}

pub fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

pub fn paragraph(anchor: Option<&str>, label: Option<&str>, words: &str) -> Paragraph {
    Paragraph {
        anchor: anchor.map(|id| Anchor(id.into())),
        label: label.map(String::from),
        align: Align::Start,
        text: vec![text(words)],
        blocks: Vec::new(),
    }
}

pub fn section(kind: SectionKind, id: &str, level: u8, label: &str, title: &str, blocks: Vec<Block>) -> Block {
    let heading = Heading { level, label: label.into(), title: vec![text(title)] };
    Block::Section(Section { kind, anchor: Anchor(id.into()), heading, blocks })
}

pub fn item(anchor: Option<&str>, label: &str, words: &str, below: Vec<Block>) -> ListItem {
    let mut blocks = vec![Block::Paragraph(paragraph(None, None, words))];
    blocks.extend(below);
    ListItem { anchor: anchor.map(|id| Anchor(id.into())), label: label.into(), blocks }
}

pub fn list(kind: ListKind, items: Vec<ListItem>) -> Block {
    Block::List(List { kind, items })
}

pub fn cell(words: &str, columns: u16, rows: u16, is_heading: bool) -> Cell {
    Cell { columns, rows, is_heading, blocks: vec![Block::Paragraph(paragraph(None, None, words))] }
}

/// A row of cells that cover one place each.
pub fn row(cells: &[(&str, bool)]) -> Row {
    Row { cells: cells.iter().map(|(words, is_heading)| cell(words, 1, 1, *is_heading)).collect() }
}

fn application() -> Block {
    let mut second = paragraph(Some("application.2"), Some("２．"), "当社が別に定める個別の条件は、");
    second.text.push(Inline::Link {
        target: Target::Document {
            document: "annex-services".into(),
            folder: Default::default(),
            anchor: Some(Anchor("plans".into())),
        },
        text: vec![text("別紙１の１－２")],
    });
    second.text.push(text("とともに、この規約の一部を構成します。"));
    let first = paragraph(
        Some("application.1"),
        None,
        "あおば医療情報株式会社（以下「当社」といいます。）は、この規約により、診療記録を保管するカルテ保管サービス（以下「本サービス」といいます。）を提供します。",
    );
    let blocks = vec![Block::Paragraph(first), Block::Paragraph(second)];
    section(SectionKind::Article, "application", 3, "第１条", "（規約の適用）", blocks)
}

fn definitions() -> Block {
    let item = |place: &str, label, words, below| item(Some(&format!("definitions.1.{place}")), label, words, below);
    let third = vec![
        item("2.1.1", "ⅰ）", "診療所の管理者が電子証明書によって行うもの", vec![]),
        item("2.1.2", "ⅱ）", "前号の管理者から委任を受けた者が行うもの", vec![]),
    ];
    let application = "利用の申込み。ただし、次のいずれかによるものに限ります。";
    let change = "契約者の登録情報の変更、追加又は削除の届出であって、当社が定める様式によるもの";
    let second =
        vec![item("2.1", "ア", application, vec![list(ListKind::Items, third)]), item("2.2", "イ", change, vec![])];
    let customer = "「契約者」とは、当社と本サービスの利用契約を締結した医療機関をいいます。";
    let procedure = "「手続」とは、次に掲げるものをいいます。";
    let business_day = "「営業日」とは、土曜日、日曜日及び国民の祝日以外の日をいいます。";
    let first = vec![
        item("1", "（１）", customer, vec![]),
        item("2", "（２）", procedure, vec![list(ListKind::Items, second)]),
        item("10", "（１０）", business_day, vec![]),
    ];
    let bullet = self::item(None, "・", "番号のない事項もあわせて読みます。", vec![]);
    let mut only = paragraph(Some("definitions.1"), None, "この規約における用語の意味は、次のとおりとします。");
    only.blocks = vec![list(ListKind::Items, first), list(ListKind::Bullets, vec![bullet])];
    section(SectionKind::Article, "definitions", 3, "第２条", "（用語の定義）", vec![Block::Paragraph(only)])
}

fn fees() -> Block {
    let mut first = paragraph(Some("fees.1"), None, "本サービスの利用料金は、次の表のとおりとし、");
    first.text.push(Inline::Strong(vec![text("月額")]));
    first.text.push(text("とします。"));
    let notes = vec![
        item(None, "※１", "保管容量は、契約者ごとの合計です。", vec![]),
        item(None, "※２", "消費税は別に申し受けます。", vec![]),
    ];
    first.blocks = vec![Block::Table(price_table()), list(ListKind::Notes, notes)];
    let mut second = paragraph(
        Some("fees.2"),
        Some("２．"),
        "当社は、利用料金を変更するときは、３か月の予告期間をおいて契約者に通知します。この場合において、契約者は、",
    );
    second.text.push(Inline::Link {
        target: Target::Anchor(Anchor("late-charge".into())),
        text: vec![text("第４条（遅延損害金）")],
    });
    second.text.push(text("の定めにかかわらず、"));
    second.text.push(Inline::Emphasis(vec![text("変更の日")]));
    second.text.push(text("までに利用契約を解約することができます。詳しくは"));
    let address = Target::External("https://aoba.example.jp/fees?a=1&b=2".into());
    second.text.push(Inline::Link { target: address, text: vec![text("料金の案内")] });
    second.text.push(text("をご覧ください。"));
    let blocks = vec![Block::Paragraph(first), Block::Paragraph(second)];
    section(SectionKind::Article, "fees", 3, "第３条", "（サービスの利用料金）", blocks)
}

/// Head of two rows with merged cells, two groups, a row heading reaching down.
pub fn price_table() -> Table {
    let column = |weight, align| Column { weight, align };
    let first_head = Row {
        cells: vec![cell("プラン", 1, 2, true), cell("内容", 2, 1, true), cell("月額利用料金", 1, 2, true)],
    };
    let standard = Row {
        cells: vec![
            cell("標準", 1, 2, true),
            cell("保管容量", 1, 1, false),
            cell("１００ＧＢまで", 1, 1, false),
            cell("12,000円", 1, 2, false),
        ],
    };
    let large = Row {
        cells: vec![cell("大容量", 1, 1, true), cell("容量の上限なし", 2, 1, false), cell("30,000円", 1, 1, false)],
    };
    Table {
        anchor: Some(Anchor("price-table".into())),
        style: TableStyle::Ruled,
        caption: vec![text("表１　プランと利用料金")],
        columns: vec![
            column(Some(2), Align::Start),
            column(Some(2), Align::Start),
            column(Some(3), Align::Start),
            column(Some(2), Align::End),
        ],
        head: vec![first_head, row(&[("項目", true), ("上限", true)])],
        groups: vec![
            RowGroup {
                heading: vec![text("１）基本サービス")],
                rows: vec![standard, row(&[("利用者数", false), ("２０人まで", false)])],
            },
            RowGroup { heading: vec![text("２）追加サービス")], rows: vec![large] },
        ],
    }
}

fn late_charge() -> Block {
    let mut only = paragraph(
        Some("late-charge.1"),
        None,
        "契約者は、支払期日までに利用料金を支払わないときは、年３パーセントの割合による遅延損害金を支払います。",
    );
    only.text.extend([Inline::Break, text("端数は切り捨てます。")]);
    section(SectionKind::Article, "late-charge", 3, "第４条", "（遅延損害金）", vec![Block::Paragraph(only)])
}

fn commencement() -> Block {
    Block::Paragraph(paragraph(Some("supplementary-1.1"), None, "この規約は、２０２６年１０月１日から施行します。"))
}

fn closing() -> Block {
    Block::Paragraph(Paragraph { align: Align::End, ..paragraph(None, None, "以上") })
}
