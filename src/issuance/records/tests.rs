//! Whole files: what is read, what is refused, and how it is told.

use std::io::Cursor;

use super::*;
use crate::diagnostic::Lang;
use crate::model::{Field, FieldKind, Id, Inline, Limits, Parts, Prose, Value};
use crate::source::{Sources, Span};
use crate::syntax::Text;

fn span() -> Span {
    let mut sources = Sources::default();
    Span::new(sources.add("form.yaml", ""), 0..0)
}

fn id(name: &str) -> Id {
    Id { name: name.to_owned(), span: span() }
}

fn prose(text: &str) -> Prose {
    Prose { inlines: vec![Inline::Text(Text::opaque(text.to_owned(), span()))], span: span() }
}

fn field(name: &str, label: &str, kind: FieldKind) -> Field {
    let (id, label) = (id(name), prose(label));
    Field { id, label, kind, is_required: false, help: None, basis: None, limits: Limits::default(), span: span() }
}

fn required(name: &str, label: &str, kind: FieldKind) -> Field {
    Field { is_required: true, ..field(name, label, kind) }
}

fn text(lines: u8, pattern: Option<&str>) -> FieldKind {
    FieldKind::Text { lines, pattern: pattern.map(str::to_owned), width: None }
}

fn choice(is_multiple: bool) -> FieldKind {
    FieldKind::Choice { options: ["消去（Clear）", "除去（Purge）", "破壊"].map(prose).to_vec(), is_multiple }
}

/// A certificate with a field of every kind.
fn form() -> Form {
    let columns =
        vec![required("kind", "種類", text(1, None)), field("count", "数", FieldKind::Number { unit: "台".into() })];
    let mut erased = required("erased_at", "消去日時", FieldKind::Moment);
    erased.limits.not_before = Some(id("contract_end"));
    let fields = vec![
        required("customer", "契約者", FieldKind::Parts(Parts::Party)),
        required("contract_end", "契約終了日", FieldKind::Date),
        erased,
        required("method", "消去方法", choice(true)),
        field("fee", "費用", FieldKind::Money),
        field("code", "医療機関コード", text(1, Some("[0-9]{10}"))),
        field("remarks", "備考", text(3, None)),
        required("agree", "同意", FieldKind::CheckBox { text: prose("同意します。") }),
        field("media", "記録媒体", FieldKind::Table { columns, rows: 2 }),
        field("seal", "印", FieldKind::Seal),
    ];
    Form { fields, ..Form::default() }
}

fn open(format: Format, bytes: &[u8]) -> Result<Vec<Row>, Vec<Finding>> {
    open_with(format, bytes, &Columns::default())
}

fn open_with(format: Format, bytes: &[u8], columns: &Columns) -> Result<Vec<Row>, Vec<Finding>> {
    read(&form(), format, columns, Cursor::new(bytes)).unwrap().map(|rows| rows.map(Result::unwrap).collect())
}

fn texts(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.text(Lang::Ja)).collect()
}

fn refused(bytes: &[u8]) -> Vec<String> {
    texts(&open(Format::Csv, bytes).unwrap_err())
}

fn records(rows: Vec<Row>) -> Vec<Record> {
    rows.into_iter().map(|row| row.record.unwrap()).collect()
}

const HEADINGS: &str =
    "契約者　名称,契約者　所在地,契約者　郵便番号,契約終了日,消去日時,消去方法,費用,医療機関コード,備考,同意";

fn sheet(rows: &[&str]) -> String {
    format!("{HEADINGS}\r\n{}\r\n", rows.join("\r\n"))
}

const GOOD: &str =
    "架空医院,みなと市一丁目,060-0001,令和8年9月30日,2026/10/1 14:30,除去,\"12,345円\",0112345678,\"一行目\n二行目\",○";

#[test]
fn a_row_is_read_into_every_kind_of_value() {
    let bytes = sheet(&[&GOOD.replace("除去", "除去（Purge）、３")]);
    let [record] = &records(open(Format::Csv, bytes.as_bytes()).unwrap())[..] else { panic!("one row") };
    assert_eq!(
        canonical_json(record),
        r#"{"agree":true,"code":"0112345678","contract_end":"2026-09-30","customer":{"address":"みなと市一丁目","name":"架空医院","postcode":"060-0001"},"erased_at":"2026-10-01T14:30:00+09:00","fee":12345,"method":[1,2],"remarks":"一行目\n二行目"}"#
    );
}

#[test]
fn bad_rows_are_told_by_row_line_and_column_and_good_ones_stay() {
    let good = GOOD.replace("除去", "1");
    let bad = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replace(from, to)
    };
    let rows = [
        good.clone(),
        bad("令和8年9月30日", "2026-02-30"),
        bad("令和8年9月30日", "平成31年5月1日"),
        bad("2026/10/1 14:30", "2026/10/1"),
        bad("2026/10/1 14:30", "2026/9/29 14:30"),
        bad(",1,", ",除去(Purg),"),
        bad("12,345円", "12,34"),
        bad("0112345678", "112345678"),
        bad("060-0001", "600001"),
        bad("○", "×"),
        bad("○", ""),
        bad("架空医院", "架空\u{202e}医院"),
        bad("架空医院", "架空\0医院"),
        bad("架空医院", "架空😀医院"),
        bad("架空医院", &"長".repeat(2001)),
        bad("\"12,345円\"", "12,345円"),
        "架空医院,みなと市".to_owned(),
        good.replace("令和8年9月30日", "R8.9.30").replace("14:30", "14時30分"),
        format!("{},余り", bad("架空医院", "")),
        bad("架空医院", "=cmd|'/c calc'!A0 {{ customer }} <script>"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let rows = open(Format::Csv, sheet(&rows).as_bytes()).unwrap();
    let found: Vec<String> =
        rows.iter().filter_map(|row| row.record.as_ref().err()).flat_map(|findings| texts(findings)).collect();
    let expected = [
        "2 件目（4 行目）、列「契約終了日」: 2026-02-30 という日はありません。その月は 2026-02-28 までです",
        "3 件目（6 行目）、列「契約終了日」: 平成31年5月1日 のとき、平成は終わっていました。令和元年5月1日か 2019-05-01 と書いてください",
        "4 件目（8 行目）、列「消去日時」: 「2026/10/1」に時刻がありません。2026-10-01 14:30 のように書いてください",
        "5 件目（10 行目）、列「消去日時」: 2026-09-29 14:30 は、契約終了日（2026-09-30）より前です。二つの日を確かめてください",
        "6 件目（12 行目）、列「消去方法」: 「除去(Purg)」という選択肢はありません。「除去（Purge）」のことですか",
        "7 件目（14 行目）、列「費用」: 「12,34」は金額として読めません。12345 のように、算用数字で書いてください",
        "8 件目（16 行目）、列「医療機関コード」: 「112345678」は決められた形ではありません。形: [0-9]{10}",
        "9 件目（18 行目）、列「契約者　郵便番号」: 「600001」は郵便番号ではありません。先頭の 0 が落ちたようです。060-0001 であれば、列の書式を「文字列」にして書き直してください",
        "10 件目（20 行目）、列「同意」: 「×」ですが、印が必ず要る欄です。○ でないものは発行できません",
        "11 件目（22 行目）、列「同意」: 値がありません。必ず要る項目です。値を書いてください",
        "12 件目（24 行目）、列「契約者　名称」: 文字の向きを変える制御文字（U+202E）が入っています。この文字を消してください",
        "13 件目（26 行目）、列「契約者　名称」: 目に見えない文字（U+0000）が入っています。この文字を消してください",
        "14 件目（28 行目）、列「契約者　名称」: 「😀」（U+1F600）は組み込みの書体にない文字です。別の字か、かなで書いてください",
        "15 件目（30 行目）、列「契約者　名称」: 2001 字あり、長すぎます。2000 字以内にしてください",
        "16 件目（32 行目）: 見出しは 10 列、この行は 11 列です。値の中にコンマがあれば、値全体を「\"」で囲んでください",
        "17 件目（34 行目）: 見出しは 10 列、この行は 2 列です。足りない列も、空のままコンマで区切ってください。途中で改行していれば、値全体を「\"」で囲んでください",
        "18 件目（35 行目）: 1 件目と同じ内容です。どちらかを消してください。別々に発行するものであれば、違いの分かる値を書いてください",
        "19 件目（37 行目）: 見出しは 10 列、この行は 11 列です。値の中にコンマがあれば、値全体を「\"」で囲んでください",
    ];
    assert_eq!(found, expected);
    assert_eq!(rows.iter().filter(|row| row.record.is_ok()).map(|row| row.number).collect::<Vec<_>>(), [1, 20]);
    let Some(Value::Parts(customer)) = rows[19].record.as_ref().unwrap().values.get("customer") else {
        panic!("parts")
    };
    assert_eq!(customer["name"], "=cmd|'/c calc'!A0 {{ customer }} <script>");
}

#[test]
fn every_encoding_and_separator_gives_the_same_records() {
    let second = GOOD.replace("除去", "2;1").replace("架空医院", "髙﨑～①㈱");
    let plain = sheet(&[&GOOD.replace("除去", "除去（Purge）"), &second]);
    let expected = open(Format::Csv, plain.as_bytes()).unwrap();
    assert!(expected.len() == 2 && expected.iter().all(|row| row.record.is_ok()), "{expected:?}");
    let marked = [b"\xEF\xBB\xBF", plain.as_bytes()].concat();
    let shift_jis = encoding_rs::SHIFT_JIS.encode(&plain).0.into_owned();
    assert!(std::str::from_utf8(&shift_jis).is_err());
    let tabs = plain.replace("\"12,345円\"", "12;345円").replace(',', "\t").replace("12;345", "12,345");
    let line_feeds = plain.replace("\r\n", "\n");
    let returns = plain.replace("\r\n", "\r");
    let without_end = plain.trim_end().to_owned();
    let inner = plain.replace("\r\n", "\n").replace('\n', "\r\n");
    for bytes in [
        &marked[..],
        &shift_jis,
        tabs.as_bytes(),
        line_feeds.as_bytes(),
        returns.as_bytes(),
        without_end.as_bytes(),
        inner.as_bytes(),
    ] {
        assert_eq!(open(Format::Csv, bytes), Ok(expected.clone()), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn order_of_columns_and_notation_make_no_difference_to_the_digest() {
    let one = "customer.name,customer.address,contract_end,erased_at,method,agree\nか,き,2026-09-30,2026-10-01T14:30+09:00,1,○\n";
    let other = "同意,消去方法,消去日時,契約終了日,契約者.所在地,契約者 名称\nはい,消去(clear),R8.10.1 午後2時30分,2026年9月30日,き,か\n";
    let [one, other] = [one, other].map(|text| records(open(Format::Csv, text.as_bytes()).unwrap()));
    assert_eq!(one, other);
    assert_eq!(record_digest(&one[0]), record_digest(&other[0]));
}

#[test]
fn yaml_json_and_csv_give_one_record() {
    let yaml = "契約者:\n  name: か\n  所在地: き\ncontract_end: 2026-09-30\nerased_at: 2026-10-01 14:30\nmethod: [破壊, 1]\nagree: true\nfee: 500\nmedia:\n  - { kind: SSD, count: 2 }\n  - 種類: HDD\n";
    let json = r#"[{"customer": {"name": "か", "address": "き"}, "contract_end": "2026-09-30", "erased_at": "2026-10-01 14:30", "method": "消去（Clear）;3", "agree": true, "fee": 500, "code": null, "media": [{"kind": "SSD", "count": 2}, {"kind": "HDD"}]}]"#;
    let csv = "customer.name,customer.address,contract_end,erased_at,method,agree,fee,media.1.kind,記録媒体　1　数,記録媒体　３　種類\nか,き,2026-09-30,2026-10-01 14:30,3;1,1,500,SSD,2,HDD\n";
    let yaml = records(open(Format::Yaml, yaml.as_bytes()).unwrap());
    assert_eq!(yaml, records(open(Format::Json, json.as_bytes()).unwrap()));
    assert_eq!(yaml, records(open(Format::Csv, csv.as_bytes()).unwrap()));
    assert_eq!(yaml.len(), 1);
}

#[test]
fn findings_in_trees_have_places() {
    let yaml = "- customer: { name: か, adress: き }\n  contract_end: 2026-02-30\n  seal: 印\n- 文章\n- media: なし\n  method: [焼却]\n";
    let rows = open(Format::Yaml, yaml.as_bytes()).unwrap();
    let found: Vec<String> = rows.iter().flat_map(|row| texts(row.record.as_ref().unwrap_err())).collect();
    assert_eq!(
        found,
        [
            "1 件目（1 行目 32 字目）、列「customer.adress」: 「customer.adress」という項目はこの様式にありません。「customer.address」のことですか",
            "1 件目（3 行目 3 字目）、列「seal」: 「印」は、紙の上で記入する欄です。値を書かないでください",
            "2 件目（4 行目 3 字目）: 「項目: 値」の組ではありません。一件ずつ「項目: 値」を並べてください",
            "3 件目（5 行目 3 字目）、列「media」: 「記録媒体」は表です。一行ずつ「- 」で始めて、「列: 値」を書いてください",
        ]
    );
    let refused = |format, text: &str| texts(&open(format, text.as_bytes()).unwrap_err()).remove(0);
    assert!(refused(Format::Yaml, "fee: 1\nfee: 2\n").starts_with("2 行目 1 字目: キー「fee」が二度書かれています"));
    assert!(
        refused(Format::Json, "{\"fee\": 1,\n \"fee\": 2}")
            .starts_with("2 行目 9 字目: キー「fee」が二度書かれています")
    );
    assert!(refused(Format::Json, &"[".repeat(1_000_000)).contains("JSON として読めません"));
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(refused(Format::Json, &deep), "1 行目 10 字目: 入れ子が深すぎます。項目に値を一つずつ書いてください");
    assert!(refused(Format::Yaml, &"[".repeat(100_000)).contains("入れ子が深すぎます"));
    assert!(refused(Format::Json, "{\"fee\": \"\\ud800\"}").contains("JSON として読めません"));
    assert!(refused(Format::Json, "[]").contains("データが一件もありません"));
    assert_eq!(
        texts(&open(Format::Yaml, b"fee: 1\n\x82\xA0: 2").unwrap_err()),
        ["2 行目 1 字目: UTF-8 として読めない文字があります。UTF-8 で保存し直してください"]
    );
    assert!(refused(Format::Yaml, &"# x\n".repeat(3 << 20)).contains("大きすぎます"));
}

#[test]
fn headings_are_checked_before_rows() {
    let needed = "契約者　名称,契約者　所在地,契約終了日,消去日時,消去方法,同意";
    assert_eq!(
        refused(b""),
        ["1 行目: ファイルに何も書かれていません。一行目に列の名前、二行目からデータを書いてください"]
    );
    assert_eq!(
        refused(format!("{needed}\r\n,,,,,\r\n").as_bytes()),
        ["1 行目: データが一件もありません。見出しの下に、一件を一行に書いてください"]
    );
    let found =
        refused("契約者　名称,契約者　所在地,契約終了目,契約終了日,contract_end,契約者,印,消去方法,同意\n".as_bytes());
    assert_eq!(
        found,
        [
            "1 行目、列「契約終了目」: 「契約終了目」という項目はこの様式にありません。「契約終了日」のことですか",
            "1 行目、列「contract_end」: 同じ項目の列が二つあります（「契約終了日」）。どちらかを消してください",
            "1 行目、列「契約者」: 「契約者」は、一つの欄では書けません。分けて書いてください: 契約者　名称、契約者　代表者、契約者　郵便番号、契約者　所在地、契約者　電話番号",
            "1 行目、列「印」: 「印」は、紙の上で記入する欄です。値を書かないでください",
            "1 行目、列「消去日時」: 必ず要る列がありません。一行目（見出し）にこの名前の列を加えてください",
        ]
    );
    // Excel leaves commas of columns that were once used.
    let trailing =
        format!("{needed},,\nか,き,2026-09-30,2026-10-01 14:30,1,○,,\n\nか,き,2026-09-30,2026-10-01 14:30,2,○,x,\n");
    let rows = open(Format::Csv, trailing.as_bytes()).unwrap();
    assert!(rows[0].record.is_ok());
    assert_eq!(
        texts(rows[1].record.as_ref().unwrap_err()),
        ["2 件目（4 行目）: 見出しのない列に「x」があります。見出しを書くか、値を消してください"]
    );
}

#[test]
fn columns_may_have_other_names() {
    let mapping = "取引先名: customer.name\n住所: 契約者　所在地\n解約日: contract_end\n社内メモ:\n";
    let columns = Columns::read(mapping.as_bytes(), &form()).unwrap();
    let data = "取引先名,住 所,解約日,社内メモ,消去日時,消去方法,同意\nか,き,2026-09-30,秘密,2026-10-01 14:30,1,○\n";
    let rows = open_with(Format::Csv, data.as_bytes(), &columns).unwrap();
    assert!(!canonical_json(rows[0].record.as_ref().unwrap()).contains("秘密"));
    let absent = open_with(Format::Csv, data.replace("社内メモ", "社内").as_bytes(), &columns).unwrap_err();
    assert_eq!(
        texts(&absent)[0],
        "1 行目、列「社内メモ」: 列の対応の 4 行目にある「社内メモ」という列が、データにありません。「社内」のことですか"
    );
    let wrong = Columns::read("取引先名: customer.nam\n".as_bytes(), &form()).unwrap_err();
    assert_eq!(
        texts(&wrong),
        ["1 行目 7 字目: 「customer.nam」という項目はこの様式にありません。「customer.name」のことですか"]
    );
}

#[test]
fn labels_that_are_not_unique_need_ids() {
    let fields = vec![field("start", "日", FieldKind::Date), field("end", "日", FieldKind::Date)];
    let form = Form { fields, ..Form::default() };
    let template = print_template(&form);
    assert_eq!(template, "\u{FEFF}start,end\r\nstart,end\r\n");
    let found = read(&form, Format::Csv, &Columns::default(), Cursor::new("日\n2026-10-01\n")).unwrap().err().unwrap();
    assert_eq!(
        texts(&found),
        ["1 行目、列「日」: 「日」は、どの項目か決まりません。項目の id で書いてください: start、end"]
    );
}

#[test]
fn the_template_is_read_back() {
    let template = print_template(&form());
    let lines = "契約者　名称,契約者　代表者,契約者　郵便番号,契約者　所在地,契約者　電話番号,契約終了日,消去日時,消去方法,費用,医療機関コード,備考,同意,記録媒体　1　種類,記録媒体　1　数,記録媒体　2　種類,記録媒体　2　数\r\ncustomer.name,customer.representative,customer.postcode,customer.address,customer.phone,contract_end,erased_at,method,fee,code,remarks,agree,media.1.kind,media.1.count,media.2.kind,media.2.count\r\n";
    assert_eq!(template, format!("\u{feff}{lines}"));
    assert!(refused(template.as_bytes())[0].contains("データが一件もありません"));
    let filled = format!("{template}か,,,き,,2026-09-30,2026-10-01 14:30,1,,,,○,,,SSD,3台\r\n");
    let rows = open(Format::Csv, filled.as_bytes()).unwrap();
    assert_eq!((rows.len(), rows[0].number, rows[0].line), (1, 1, 3));
    let json = canonical_json(rows[0].record.as_ref().unwrap());
    assert!(json.contains(r#""media":[{"count":"3","kind":"SSD"}]"#), "{json}");
}

#[test]
fn the_report_opens_in_a_spreadsheet() {
    let data = "customer.name,customer.address,contract_end,erased_at,method,agree\n=1+1\u{200b},き,\"9/30\",2026-10-01 14:30,1,○\n";
    let rows = open(Format::Csv, data.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let mut report = CsvReport::new(&mut bytes, Lang::En).unwrap();
    let findings = rows[0].record.as_ref().unwrap_err();
    for finding in findings.iter().chain([&Finding { column: Some("=cmd".into()), ..findings[0].clone() }]) {
        report.add(finding).unwrap();
    }
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}row,line,column,problem,what to write\r\n\
         1,2,customer.name,there is an invisible character (U+200B),delete this character\r\n\
         1,2,contract_end,`9/30` is not a date,begin with the year; for example: 2026-10-01\r\n\
         1,2,'=cmd,there is an invisible character (U+200B),delete this character\r\n"
    );
    assert_eq!(
        findings[1].text(Lang::En),
        "row 1 (line 2), column contract_end: `9/30` is not a date; begin with the year; for example: 2026-10-01"
    );
}

#[test]
fn a_broken_pattern_is_a_finding_of_the_form() {
    let form = Form { fields: vec![field("code", "コード", text(1, Some("[0-9")))], ..Form::default() };
    let found = read(&form, Format::Csv, &Columns::default(), Cursor::new("コード\n1\n")).unwrap().err().unwrap();
    assert!(texts(&found)[0].starts_with("1 行目、列「コード」: 正規表現として読めません"));
}

#[test]
fn formats_are_told_by_names() {
    assert_eq!(Format::of("契約者一覧.CSV"), Some(Format::Csv));
    assert_eq!(Format::of("data.yml"), Some(Format::Yaml));
    assert_eq!(Format::of("data.json"), Some(Format::Json));
    assert_eq!(Format::of("data.xlsx"), None);
}

/// A sheet of any length that is never in memory as a whole.
struct Generated {
    rows: usize,
    line: Cursor<String>,
    next: usize,
}

impl Generated {
    fn new(rows: usize) -> Generated {
        Generated { rows, line: Cursor::new(format!("{HEADINGS}\r\n")), next: 0 }
    }
}

impl Read for Generated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut read = self.line.read(out)?;
        if read == 0 && self.next < self.rows {
            self.next += 1;
            let row = GOOD.replace("除去", "1").replace("架空医院", &format!("架空医院{}", self.next));
            self.line = Cursor::new(format!("{row}\r\n"));
            read = self.line.read(out)?;
        }
        Ok(read)
    }
}

impl Seek for Generated {
    /// Back to the beginning, which is all that reading asks for.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        assert_eq!(to, SeekFrom::Start(0));
        *self = Generated::new(self.rows);
        Ok(0)
    }
}

fn read_generated(count: usize) {
    let form = form();
    let rows = read(&form, Format::Csv, &Columns::default(), Generated::new(count)).unwrap().unwrap();
    let good = rows.filter(|row| row.as_ref().is_ok_and(|row| row.record.is_ok())).count();
    assert_eq!(good, count);
}

#[test]
fn long_files_are_read_row_by_row() {
    read_generated(2_000);
}

#[test]
#[ignore = "by hand, to measure memory and time"]
fn a_hundred_thousand_rows() {
    read_generated(100_000);
}

/// Every cut and every slip of a byte ends in records or findings.
#[test]
fn damaged_files_end_in_findings() {
    let plain = sheet(&[GOOD]).into_bytes();
    let shift_jis = encoding_rs::SHIFT_JIS.encode(&sheet(&[GOOD])).0.into_owned();
    let yaml =
        "customer: { name: か, address: き }\nmedia: [{ kind: SSD }]\nerased_at: R8.10.1 14:30+09:00\n".as_bytes();
    let json = r#"[{"customer": {"name": "か\u3042"}, "media": [{"kind": "SSD", "count": -1.5e3}]}]"#.as_bytes();
    for (format, bytes) in
        [(Format::Csv, &plain[..]), (Format::Csv, &shift_jis), (Format::Yaml, yaml), (Format::Json, json)]
    {
        for at in 0..bytes.len() {
            let _ = open(format, &bytes[..at]);
            for byte in [0, b'"', b'\n', 0xE3] {
                let mut slipped = bytes.to_vec();
                slipped[at] = byte;
                let _ = open(format, &slipped);
            }
        }
    }
}
