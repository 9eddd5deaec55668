//! Forms from their templates to empty and filled papers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kiyaku::analysis::Analysis;
use kiyaku::check::{Checked, check};
use kiyaku::flow::{self, Block, Cell, EntryKind, Flow, Inline, Paragraph, Table, Target, plain_text};
use kiyaku::issuance::fill::{Issue, Problem, Template};
use kiyaku::issuance::records::unmet;
use kiyaku::model::{Document, Edition, Record, Value};
use kiyaku::{html, workspace};

use crate::support::Project;

const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社, address: 架空県かもめ市１番 }
calendar: { closed: [12-29..01-03] }
documents: [terms]
forms:
  - { template: certificate, basis: 'terms:erasure' }
revisions:
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
";

const TERMS: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
numbering: { digits: full-width }
articles:
  - id: erasure
    caption: 消去
    paragraphs:
      - text: 当社は、利用契約の終了の日の翌日から起算して３０日以内に、登録された情報を消去します。
        period: { id: erasure, days: 30, after: contract-end }
";

const CERTIFICATE: &str = "\
kind: certificate
id: certificate
title: 消去証明書
numbering: { digits: full-width }
number: 消去-{year}-{serial:05}
events: { contract-end: contract_end }
fields:
  - { id: customer, label: 契約者, type: party, required: true }
  - { id: contract_end, label: 終了日, type: date, required: true, help: 解約した月の末日 }
  - { id: due, label: 消去の期限, type: date, computed: erasure }
  - { id: erased_at, label: 消去した日時, type: datetime, not-before: contract_end, deadline: erasure, unless: reason }
  - { id: reason, label: 遅れた理由, type: text, lines: 2 }
  - { id: method, label: 方法, type: choice, choices: [上書き, 破壊], required: true }
  - { id: fee, label: 手数料, type: money }
  - { id: media, label: 媒体, type: table, rows: 2, columns: [ { id: kind, label: 種類, type: text }, { id: count, label: 台数, type: number, unit: 台 } ] }
body:
  - '{{ customer.name }}　御中'
  - text: '{{ provider.name }}は、[（）](terms:erasure)の定めにより、{{ contract_end | wareki }}に終了した**{{ customer.name }}**様の情報を消去しました。手数料は{{ fee | yen }}、備考は{{ reason | default(value=\"なし\") }}です。'
    fields: [customer, contract_end, due, erased_at, reason, method, fee, media]
";

pub fn project() -> Project {
    Project::empty()
        .with("terms/kamome/set.yaml", SET)
        .with("terms/kamome/2026-10-01/terms.yaml", TERMS)
        .with("templates/forms/certificate.yaml", CERTIFICATE)
}

pub fn checked(project: &Project) -> Checked {
    let checked = check(workspace::read(&project.path("terms/kamome")).expect("a set"));
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    checked
}

pub fn context(checked: &Checked) -> flow::Context<'_> {
    let set = &checked.sets[0];
    let edition = &set.editions[0];
    let described = set.set.as_ref().map(|described| (set.id.as_str(), described));
    flow::Context { set: described, edition: &edition.edition, analysis: &edition.analysis }
}

fn paragraphs(flow: &Flow) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in &flow.blocks {
        if let Block::Paragraph(paragraph) = block {
            found.push(paragraph);
        }
    }
    found
}

fn tables(flow: &Flow) -> Vec<&Table> {
    let mut found = Vec::new();
    for block in paragraphs(flow).into_iter().flat_map(|paragraph| &paragraph.blocks) {
        if let Block::Table(table) = block {
            found.push(table);
        }
    }
    found
}

/// Each row as what its cells say; a blank says its name.
fn rows(table: &Table) -> Vec<Vec<String>> {
    let cell = |cell: &Cell| {
        let blocks = cell.blocks.iter().map(|block| match block {
            Block::Paragraph(paragraph) => plain_text(&paragraph.text),
            Block::Entry(entry) => format!("<{}>", entry.name),
            _ => String::new(),
        });
        blocks.collect::<Vec<_>>().join("／")
    };
    let rows = table.head.iter().chain(table.groups.iter().flat_map(|group| &group.rows));
    rows.map(|row| row.cells.iter().map(cell).collect()).collect()
}

fn record(values: &[(&str, Value)]) -> Record {
    Record { values: values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn day(day: &str) -> Value {
    Value::Date(day.parse().expect("a day"))
}

pub fn party(name: &str) -> Value {
    let parts = [("name", name), ("address", "架空県かもめ市２番")];
    Value::Parts(parts.into_iter().map(|(part, text)| (part.to_owned(), text.to_owned())).collect())
}

pub fn usual() -> Vec<(&'static str, Value)> {
    vec![
        ("customer", party("架空医院")),
        ("contract_end", day("2026-11-30")),
        ("erased_at", Value::Moment("2026-12-01T05:30:00Z".parse().expect("a moment"))),
        ("method", Value::Choice(vec![1])),
        ("fee", Value::Money(12_345)),
    ]
}

fn issue() -> Issue {
    let issued = NaiveDate::from_ymd_opt(2026, 12, 2).expect("a day");
    Issue { number: Some("消去-2026-00001".to_owned()), issued }
}

pub fn filled(checked: &Checked, values: &[(&str, Value)]) -> Result<Flow, Vec<Problem>> {
    let template = Template::new(context(checked), 1).expect("a form");
    let form = checked.sets[0].editions[0].edition.documents[1].form.as_ref().expect("a form");
    let record = record(values);
    let unmet = unmet(form, &record);
    if !unmet.is_empty() {
        return Err(unmet);
    }
    template.fill(&record, &issue()).map(|document| template.flow(&document))
}

#[test]
fn an_empty_form_has_a_blank_for_every_field() {
    let project = project();
    let checked = checked(&project);
    let flow = flow::build(context(&checked), 1);
    let text = plain_text(&paragraphs(&flow)[1].text);
    assert!(
        text.starts_with(
            "かもめ医療情報株式会社は、かもめ予約利用規約第１条（消去）の定めにより、　　　　年　　月　　日に終了した"
        ),
        "{text}"
    );
    let tables = tables(&flow);
    let first = rows(tables[0]);
    assert_eq!(first[0], ["契約者（必須）", "名称（必須）", "<customer.name>"]);
    assert_eq!(first[1], ["代表者", "<customer.representative>"]);
    assert_eq!(first[5], ["終了日（必須）", "<contract_end>／解約した月の末日"]);
    assert_eq!(first[6], ["消去の期限", "　　　　年　　月　　日"]);
    assert_eq!(first[9], ["方法（必須）", "<method>"]);
    let cells = &tables[0].groups[0].rows;
    assert_eq!((cells[0].cells[0].rows, cells[5].cells[1].columns), (5, 2));
    let Block::Entry(method) = &cells[9].cells[1].blocks[0] else { panic!("no blank") };
    let options = vec![vec![Inline::Text("上書き".into())], vec![Inline::Text("破壊".into())]];
    assert_eq!(method.kind, EntryKind::Choice { options, is_multiple: false });
    assert_eq!((method.description.as_str(), method.is_required), ("方法", true));
    assert_eq!(plain_text(&tables[1].caption), "媒体");
    assert_eq!(
        rows(tables[1]),
        [vec!["種類", "台数"], vec!["<media.1.kind>", "<media.1.count>"], vec!["<media.2.kind>", "<media.2.count>"],]
    );
}

#[test]
fn a_filled_form_has_no_blank() {
    let project = project();
    let checked = checked(&project);
    let row = |kind: &str| BTreeMap::from([("kind".to_owned(), text(kind))]);
    let mut values = usual();
    values.push(("media", Value::Rows(vec![row("磁気ディスク"), row("テープ"), row("紙")])));
    let flow = filled(&checked, &values).expect("a certificate");
    let said = plain_text(&paragraphs(&flow)[1].text);
    assert_eq!(
        said,
        "かもめ医療情報株式会社は、かもめ予約利用規約第１条（消去）の定めにより、令和８年１１月３０日に終了した架空医院様の情報を消去しました。手数料は12,345円、備考はなしです。"
    );
    let tables = tables(&flow);
    let first = rows(tables[0]);
    assert_eq!(first[0], ["契約者", "名称", "架空医院"]);
    assert_eq!(first[1], ["代表者", "―"]);
    assert_eq!(
        first[5..10],
        [
            ["終了日", "２０２６年１１月３０日"],
            ["消去の期限", "２０２６年１２月３０日"],
            ["消去した日時", "２０２６年１２月１日１４時３０分"],
            ["遅れた理由", "―"],
            ["方法", "□ 上書き　■ 破壊"],
        ]
    );
    assert_eq!(rows(tables[1])[1..], [["磁気ディスク", "―"], ["テープ", "―"], ["紙", "―"]]);
}

#[test]
fn data_stay_text() {
    let project = project();
    let checked = checked(&project);
    let hostile = "{{ provider.name }}**甲**<b>乙</b>第１条[丙](https://example.com)\r\n二行目";
    let mut values = usual();
    values.retain(|(name, _)| *name != "customer");
    values.extend([("customer", party(hostile)), ("reason", text(hostile))]);
    let flow = filled(&checked, &values).expect("a certificate");
    let expected: Vec<Inline> = vec![
        Inline::Text("{{ provider.name }}**甲**<b>乙</b>第１条[丙](https://example.com)".into()),
        Inline::Break,
        Inline::Text("二行目　御中".into()),
    ];
    assert_eq!(paragraphs(&flow)[0].text, expected);
    assert!(rows(tables(&flow)[0])[8][1].starts_with("{{ provider.name }}**甲**<b>乙</b>"));
    let page = html::page(&flow, &[]).expect("a page");
    assert!(page.contains("&lt;b&gt;乙") && !page.contains("<b>") && !page.contains("href=\"https:"));
}

#[test]
fn what_a_record_lacks_or_breaks_is_told_by_field() {
    let project = project();
    let checked = checked(&project);
    let problems = |values: &[(&str, Value)]| -> Vec<(String, String)> {
        let problems = filled(&checked, values).expect_err("problems");
        problems.into_iter().map(|problem| (problem.field, problem.message.ja)).collect()
    };
    let missing = problems(&[("customer", Value::Parts(BTreeMap::from([("name".into(), "架空医院".into())])))]);
    let fields: Vec<&str> = missing.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["customer.address", "contract_end", "method"]);
    let with = |name: &'static str, value: Value| {
        let mut values = usual();
        values.retain(|(other, _)| *other != name);
        values.push((name, value));
        values
    };
    let moment = |moment: &str| Value::Moment(moment.parse().expect("a moment"));
    let late = problems(&with("erased_at", moment("2026-12-31T00:30:00+09:00")));
    assert_eq!(late[0].0, "erased_at");
    assert!(
        late[0].1.contains("２０２６年１２月３１日") && late[0].1.contains("期限の ２０２６年１２月３０日"),
        "{late:?}"
    );
    // Still the last day in Japan.
    let last = with("erased_at", moment("2026-12-30T14:59:00Z"));
    assert!(filled(&checked, &last).is_ok());
    let mut excused = with("erased_at", moment("2026-12-31T00:30:00+09:00"));
    excused.push(("reason", text("停電のため")));
    assert!(filled(&checked, &excused).is_ok());
    assert!(problems(&with("erased_at", moment("2026-11-01T10:00:00+09:00")))[0].1.contains("より前です"));
    assert_eq!(problems(&with("method", text("破壊")))[0].0, "method");
    assert_eq!(problems(&with("method", Value::Choice(vec![0, 1])))[0].0, "method");
    assert!(problems(&with("due", day("2027-01-31")))[0].1.contains("計算で決まる"));
}

#[test]
fn a_mistake_is_told_once() {
    let form = CERTIFICATE
        .replace(
            "type: date, required: true, help: 解約した月の末日",
            "type: date, required: true, not-after: erased_at",
        )
        .replace("default(value=\"なし\")", "wareki")
        + "  - 理由の日は{{ reason | wareki }}です。\n";
    let project = project().with("templates/forms/certificate.yaml", form);
    let checked = checked(&project);
    let problems = |name: &'static str, value: Value| -> Vec<String> {
        let mut values = usual();
        values.retain(|(other, _)| *other != name);
        values.push((name, value));
        filled(&checked, &values).expect_err("problems").into_iter().map(|problem| problem.field).collect()
    };
    // Each of two fields is a limit of the other.
    let early = "2026-11-01T10:00:00+09:00".parse().expect("a moment");
    assert_eq!(problems("erased_at", Value::Moment(early)), ["contract_end"]);
    // One expression stands in two places.
    assert_eq!(problems("reason", text("来月")), ["reason"]);
}

#[test]
fn a_revision_has_its_own_form_before_that_of_the_project() {
    let own = CERTIFICATE.replace("title: 消去証明書", "title: 消去済証");
    let project = project().with("terms/kamome/2026-10-01/forms/certificate.yaml", own);
    let checked = checked(&project);
    let titles: Vec<String> = titles(&checked.sets[0].editions[0].edition);
    assert_eq!(titles, ["かもめ予約利用規約", "消去済証"]);
}

fn titles(edition: &Edition) -> Vec<String> {
    edition.documents.iter().map(|document| document.title.plain().as_str().to_owned()).collect()
}

#[test]
fn forms_stand_beside_the_contract_and_lead_to_it() {
    let project = project();
    let checked = checked(&project);
    let context = context(&checked);
    let contract: Vec<&str> = context.edition.contract().iter().map(|document: &Document| &*document.id.name).collect();
    assert_eq!(contract, ["terms"]);
    let analysis: &Analysis = context.analysis;
    assert!(analysis.annexes().is_empty());
    let page = html::page(&flow::build(context, 1), &[]).expect("a page");
    assert!(page.contains("href=\"../terms.html#erasure\""));
    let run = project.run(&["build", "terms/kamome", "--out", "output"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let index = std::fs::read_to_string(project.path("output/index.html")).expect("an index");
    assert!(index.contains("様式") && index.contains("kamome/2026-10-01/forms/certificate.html"));
    let pdf = "output/kamome/2026-10-01/forms/certificate.pdf";
    let run = project.run(&["verify", pdf]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_contract_may_lead_to_a_form() {
    let terms = TERMS.replace("消去します。", "消去し、[](certificate:)を交付します。");
    let project = project().with("terms/kamome/2026-10-01/terms.yaml", terms);
    let checked = checked(&project);
    let flow = flow::build(context(&checked), 0);
    let page = html::page(&flow, &[]).expect("a page");
    assert!(page.contains("href=\"forms/certificate.html\">"), "{page}");
    let target = Target::Document { document: "x".into(), folder: flow::Folder::Above, anchor: None };
    assert_ne!(target, Target::Document { document: "x".into(), folder: flow::Folder::Forms, anchor: None });
}

#[test]
fn one_template_may_be_bound_twice() {
    let template = CERTIFICATE
        .replace("title: 消去証明書", "title: 消去証明書（{{ service }}）")
        .replace("number:", "parameters: [service]\nnumber:");
    let bound = "\
forms:
  - { template: certificate, with: { service: 予約 } }
  - { template: certificate, id: certificate-mail, with: { service: 郵送 } }
  - { template: certificate, id: certificate-old, with: { service: 旧 }, until: 2026-09-30 }
";
    let set = SET.replace("forms:\n  - { template: certificate, basis: 'terms:erasure' }\n", bound);
    let project = project().with("terms/kamome/set.yaml", set).with("templates/forms/certificate.yaml", template);
    let checked = checked(&project);
    let edition = &checked.sets[0].editions[0].edition;
    assert_eq!(titles(edition)[1..], ["消去証明書（予約）", "消去証明書（郵送）"]);
    let ids: Vec<&str> = edition.forms().iter().map(|form| form.id.name.as_str()).collect();
    assert_eq!(ids, ["certificate", "certificate-mail"]);
}

/// Rules found in a set with something replaced in it.
fn found(path: &str, from: &str, to: &str) -> Vec<(String, String, u64)> {
    let content = match path {
        "terms/kamome/set.yaml" => SET,
        "templates/forms/certificate.yaml" => CERTIFICATE,
        _ => TERMS,
    };
    assert!(content.contains(from), "{from}");
    let project = project().with(path, content.replace(from, to));
    let findings = project.check("terms/kamome").into_iter();
    findings.map(|finding| (finding.rule, finding.path, finding.line)).collect()
}

#[test]
fn sets_and_forms_that_do_not_fit_are_found() {
    let set = "terms/kamome/set.yaml";
    let form = "templates/forms/certificate.yaml";
    let one = |rule: &str, path: &str, line: u64| vec![(rule.to_owned(), path.to_owned(), line)];
    assert_eq!(found(set, "terms:erasure", "terms:erasing"), one("missing-bases", set, 6));
    assert_eq!(
        found(set, "template: certificate,", "template: certificat,"),
        [one("missing-templates", set, 6), one("unbound-forms", form, 1),].concat()[..1]
    );
    assert_eq!(
        found(set, "  - { template", "  - { template: certificate }\n  - { template"),
        one("duplicate-forms", set, 7)
    );
    assert_eq!(
        found(set, "template: certificate,", "template: certificate, id: terms,"),
        one("duplicate-forms", set, 6)
    );
    assert_eq!(found(form, "computed: erasure", "computed: erasing"), one("unknown-periods", form, 10));
    assert_eq!(
        found(form, "events: { contract-end: contract_end }\n", ""),
        [("unknown-periods".to_owned(), form.to_owned(), 9), ("unknown-periods".to_owned(), form.to_owned(), 10),]
    );
    assert_eq!(found(form, "contract-end: c", "contract-ended: c")[0].0, "unknown-periods");
    assert_eq!(found(form, "id: certificate", "id: certified"), one("mismatched-ids", form, 2));
    let terms = "terms/kamome/2026-10-01/terms.yaml";
    let named = "消去し、「消去完了通知書」を交付します。";
    assert_eq!(found(terms, "消去します。", named), one("missing-forms", terms, 9));
    let own = "消去し、「消去証明書」を交付します。";
    assert_eq!(found(terms, "消去します。", own), []);
}

#[test]
fn a_form_is_no_document_of_the_contract() {
    let set = SET
        .replace("documents: [terms]", "documents: [terms, certificate]")
        .replace("forms:\n  - { template: certificate, basis: 'terms:erasure' }\n", "");
    let project =
        project().with("terms/kamome/set.yaml", set).with("terms/kamome/2026-10-01/certificate.yaml", CERTIFICATE);
    let rules: Vec<String> = project.check("terms/kamome").into_iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["misplaced-forms"]);
}

#[test]
fn findings_show_the_template_and_its_binding() {
    let wrong = CERTIFICATE.replace("{{ fee | yen }}", "{{ fees | yen }}");
    let project =
        project().with("templates/forms/certificate.yaml", wrong).with("templates/forms/other.yaml", CERTIFICATE);
    let run = project.run(&["check", "terms/kamome"]);
    assert!(run.out.contains("templates/forms/certificate.yaml") && run.out.contains("set.yaml:6"), "{}", run.out);
    // One file is looked at where sets bind it; one that nobody binds is told.
    let alone = project.check("templates/forms/certificate.yaml");
    assert_eq!(alone.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["unknown-fields"]);
    let other = project.check("templates/forms/other.yaml");
    assert_eq!(other.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["unbound-forms"]);
}
