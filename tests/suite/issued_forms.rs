//! The forms of the project's sets: each paper that the terms ask for is there (`tests/data/forms.tsv`), the days printed
//! on them are as worked out by hand, and what comes too late is refused.

use std::collections::BTreeMap;
use std::fs;

use chrono::NaiveDate;
use kiyaku::check::{Checked, CheckedEdition};
use kiyaku::flow::{self, Context, date};
use kiyaku::issuance::fill::{Issue, Template};
use kiyaku::issuance::records::unmet;
use kiyaku::model::{Document, Field, FieldKind, Form, LinkTarget, Record, Value};
use kiyaku::pattern::Pattern;
use kiyaku::{html, pdf};

use crate::sets::checked;
use crate::support::root;

const LATEST: [(&str, &str); 5] = [
    ("receipt-cloud", "2027-04-01"),
    ("regional-network", "2021-10-01"),
    ("user-card", "2021-01-15"),
    ("online-consultation", "2026-10-01"),
    ("security-sharing", "2021-04-01"),
];

fn edition<'c>(checked: &'c Checked, name: &str) -> &'c CheckedEdition {
    checked.sets[0].editions.iter().find(|edition| edition.name == name).expect("an edition")
}

fn forms(edition: &CheckedEdition) -> impl Iterator<Item = (&Document, &Form)> {
    edition.edition.documents.iter().filter_map(|document| Some((document, document.form.as_ref()?)))
}

fn place(target: &LinkTarget) -> String {
    let LinkTarget::Place { document, anchor } = target else { return String::new() };
    [document.as_deref().unwrap_or_default(), anchor.as_deref().unwrap_or_default()].join(":")
}

#[test]
fn every_paper_that_the_terms_ask_for_is_there() {
    let table = fs::read_to_string(root().join("tests/data/forms.tsv")).expect("the table");
    let mut expected: Vec<&str> = table.lines().skip(1).collect();
    let mut found = Vec::new();
    for (name, latest) in LATEST {
        let checked = checked(name);
        let set = checked.sets[0].set.as_ref().expect("a described set");
        for (document, form) in forms(edition(&checked, latest)) {
            let basis = form.basis.as_ref().map(|basis| place(&basis.target)).unwrap_or_default();
            found.push(format!("{name}\t{}\t{}\t{basis}", document.id.name, document.title.plain().as_str()));
        }
        for external in &set.external_forms {
            let basis = external.basis.as_ref().map(|basis| place(&basis.target)).unwrap_or_default();
            found.push(format!("{name}\t-\t{}\t{basis}", external.title.plain().as_str()));
        }
    }
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_paper_that_only_a_later_edition_asks_for_is_not_among_those_before() {
    let cards = checked("user-card");
    let has_contact = |name| forms(edition(&cards, name)).any(|(document, _)| document.id.name == "card-contact");
    assert_eq!(["2016-02-25", "2021-01-15"].map(has_contact), [false, true]);
    let terms = |name| {
        let mut forms = forms(edition(&cards, name));
        let (_, form) = forms.find(|(document, _)| document.id.name == "card-application").expect("the application");
        let Some(Field { kind: FieldKind::Choice { options, .. }, .. }) = form.field("validity") else {
            panic!("no choice")
        };
        options.iter().map(|option| option.plain().as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(terms("2016-02-25"), ["3年"]);
    assert_eq!(terms("2021-01-15"), ["3年", "5年"]);
}

/// Something for every required field that is no day; `given` are `field=day` or `field=text`.
fn record(form: &Form, given: &[(&str, &str)]) -> Record {
    let required = form.fields.iter().filter(|field| field.is_required);
    let usual = required.filter_map(|field| Some((field.id.name.clone(), usual(field)?)));
    let mut values: BTreeMap<String, Value> = usual.collect();
    for (name, value) in given {
        let value = match value.parse::<NaiveDate>() {
            Ok(day) => Value::Date(day),
            Err(_) => value.parse().map_or_else(|_| Value::Text((*value).to_owned()), Value::Moment),
        };
        values.insert((*name).to_owned(), value);
    }
    Record { values }
}

fn usual(field: &Field) -> Option<Value> {
    Some(match &field.kind {
        FieldKind::Text { pattern: None, .. } => Value::Text("架空の事項".to_owned()),
        FieldKind::Text { pattern: Some(pattern), .. } => {
            let pattern = Pattern::new(pattern).expect("a pattern");
            let fits = ["Purge", "example.com", "a@example.com"].into_iter().find(|text| pattern.matches(text));
            Value::Text(fits.expect("a text of the form").to_owned())
        }
        FieldKind::Number { .. } => Value::Number("1".to_owned()),
        FieldKind::Money => Value::Money(10_000),
        FieldKind::CheckBox { .. } => Value::CheckBox(true),
        FieldKind::Choice { .. } => Value::Choice(vec![0]),
        FieldKind::Parts(parts) => {
            let all = parts.parts().iter().map(|(name, ..)| ((*name).to_owned(), "架空".to_owned()));
            Value::Parts(all.collect())
        }
        FieldKind::Table { columns, .. } => {
            let row = columns.iter().filter_map(|column| Some((column.id.name.clone(), usual(column)?)));
            let row: BTreeMap<_, _> = row.collect();
            Value::Rows(vec![row.clone(), row])
        }
        FieldKind::Date | FieldKind::Moment | FieldKind::Signature | FieldKind::Seal => return None,
    })
}

fn pairs(list: &'static str) -> Vec<(&'static str, &'static str)> {
    list.split(' ').map(|pair| pair.split_once('=').expect("name=value")).collect()
}

/// Set, form, what is given, and the computed days or `!field` for what is refused.
const CASES: &[(&str, &str, &str, &str)] = &[
    // 第８条、第９条、第２４条: 16 October is within a month, so that all count from 1 November.
    (
        "receipt-cloud",
        "acceptance",
        "applied=2026-10-01 start=2026-10-16",
        "billing=2026-11-01 minimum=2027-01-31 expiry_date=2027-10-31 last_refusal=2027-10-01",
    ),
    // From the first of a month: that month counts.
    (
        "receipt-cloud",
        "acceptance",
        "applied=2026-10-01 start=2026-11-01",
        "billing=2026-11-01 minimum=2027-01-31 expiry_date=2027-10-31",
    ),
    // 第１１条: 31 October 2026 is a Saturday; 30 November a Monday.
    (
        "receipt-cloud",
        "cancellation",
        "filed=2026-10-30 month=2026-11-01",
        "last_filing=2026-10-30 contract_end=2026-11-30",
    ),
    ("receipt-cloud", "cancellation", "filed=2026-10-31 month=2026-11-01", "!filed"),
    // Closed from 29 December.
    (
        "receipt-cloud",
        "cancellation",
        "filed=2026-11-30 month=2026-12-01",
        "last_filing=2026-11-30 contract_end=2026-12-28",
    ),
    // 第１４条: 30 days from 1 December.
    (
        "receipt-cloud",
        "erasure-certificate",
        "contract_end=2026-11-30 erased_at=2026-12-30T18:00:00+09:00 verified_at=2026-12-30T19:00:00+09:00",
        "due=2026-12-30",
    ),
    (
        "receipt-cloud",
        "erasure-certificate",
        "contract_end=2026-11-30 erased_at=2026-11-29T18:00:00+09:00 verified_at=2026-12-01T19:00:00+09:00",
        "!erased_at",
    ),
    // Already the 31st in Japan.
    (
        "receipt-cloud",
        "erasure-certificate",
        "contract_end=2026-11-30 erased_at=2026-12-30T15:00:00+00:00 verified_at=2026-12-31T19:00:00+09:00",
        "!erased_at",
    ),
    (
        "receipt-cloud",
        "erasure-certificate",
        "contract_end=2026-11-30 erased_at=2026-12-31T00:00:00+09:00 verified_at=2026-12-31T19:00:00+09:00 delay_reason=停電",
        "due=2026-12-30",
    ),
    (
        "receipt-cloud",
        "erasure-certificate",
        "contract_end=2026-11-30 erased_at=2026-12-10T10:00:00+09:00 verified_at=2026-12-10T09:00:00+09:00",
        "!verified_at",
    ),
    // 第１５条: 30 days before; the end of the month before the last.
    ("receipt-cloud", "change-of-particulars", "filed=2026-10-31 planned=2026-11-30", "last_filing=2026-10-31"),
    ("receipt-cloud", "change-of-particulars", "filed=2026-11-01 planned=2026-11-30", "!filed"),
    (
        "receipt-cloud",
        "change-of-particulars",
        "filed=2026-11-01 planned=2026-11-30 late_reason=急な移転",
        "last_filing=2026-10-31",
    ),
    ("receipt-cloud", "change-of-service", "filed=2027-01-31 month=2027-03-01", "last_filing=2027-01-31"),
    ("receipt-cloud", "change-of-service", "filed=2027-02-01 month=2027-03-01", "!filed"),
    // 第１６条: 10 January 2027 is a Sunday.
    ("receipt-cloud", "succession", "filed=2027-01-08 succeeded=2026-07-10", "last_notice=2027-01-08"),
    ("receipt-cloud", "succession", "filed=2027-01-09 succeeded=2026-07-10", "!filed"),
    // 第１３条: no 31 September.
    ("receipt-cloud", "discontinuation-notice", "sent=2026-09-30 abolished=2027-03-31", "last_notice=2026-09-30"),
    ("receipt-cloud", "discontinuation-notice", "sent=2026-10-01 abolished=2027-03-31", "!sent"),
    // 第２４条: three whole months between.
    (
        "receipt-cloud",
        "fee-change-adverse",
        "sent=2026-12-31 effective=2027-04-01",
        "last_notice=2026-12-31 last_objection=2027-03-31",
    ),
    ("receipt-cloud", "fee-change-adverse", "sent=2027-01-01 effective=2027-04-01", "!sent"),
    ("receipt-cloud", "fee-change-benign", "sent=2027-02-28 effective=2027-04-01", "last_notice=2027-02-28"),
    (
        "receipt-cloud",
        "service-change-benign",
        "announced=2027-04-01 effective=2027-04-01",
        "last_announcement=2027-04-01",
    ),
    ("receipt-cloud", "research-withdrawal", "filed=2026-11-20", "effect=2026-12-01"),
    ("receipt-cloud", "late-payment", "due=2026-10-31 paid=2026-11-11", "first=2026-11-01"),
    ("receipt-cloud", "settlement", "start=2026-10-16 ended=2027-02-26 due=2027-03-31", "!ended"),
    // The examples of the sheet.
    (
        "regional-network",
        "network-acceptance",
        "received=2026-04-10 sent=2026-04-13 start=2026-04-15",
        "last=2026-05-10 until=2027-04-14 last_refusal=2027-03-15",
    ),
    ("regional-network", "network-acceptance", "received=2026-04-10 sent=2026-05-11 start=2026-05-10", "!sent"),
    ("regional-network", "network-acceptance", "received=2026-04-10 sent=2026-05-10 start=2026-05-11", "!start"),
    ("regional-network", "network-renewal-refusal", "filed=2027-03-16 expiry_date=2027-04-14", "!filed"),
    (
        "regional-network",
        "network-end-of-use",
        "filed=2026-05-29 closing=2026-06-20",
        "last=2026-05-31 end=2026-06-30 late=2026-07-31",
    ),
    ("regional-network", "network-change-notice", "announced=2027-02-28 effective=2027-03-31", "last=2027-02-28"),
    (
        "regional-network",
        "network-maintenance",
        "announced=2026-08-16 day=2026-08-22 from=2026-08-22T22:00:00+09:00 to=2026-08-23T05:00:00+09:00",
        "!announced",
    ),
    (
        "regional-network",
        "network-maintenance",
        "announced=2026-08-16 day=2026-08-22 from=2026-08-22T22:00:00+09:00 to=2026-08-23T05:00:00+09:00 emergency=障害",
        "last=2026-08-15",
    ),
    ("user-card", "card-abolition", "sent=2027-01-30 abolished=2027-03-31", "last=2027-01-30 revoked=2027-03-31"),
    ("user-card", "card-abolition", "sent=2027-01-31 abolished=2027-03-31", "!sent"),
    // 第４条: before the day itself, and objections until the day before.
    (
        "security-sharing",
        "sharing-terms-notice",
        "sent=2021-03-31 effective_on=2021-04-01",
        "last_objection=2021-03-31",
    ),
    ("security-sharing", "sharing-terms-notice", "sent=2021-04-01 effective_on=2021-04-01", "!sent"),
    // 第２８条: five years from the day after.
    (
        "security-sharing",
        "sharing-termination",
        "sent=2021-05-10 ended=2021-05-10 left_on=2016-06-15",
        "covered=2021-06-15",
    ),
    // 情報の廃棄: the 90th day from the day after; ten business days without 大晦日 to 三が日.
    (
        "online-consultation",
        "consultation-erasure",
        "contract_end=2026-09-30 erased_on=2026-12-18 asked_on=2026-10-01",
        "due=2026-12-29 deliver_by=2027-01-07",
    ),
    (
        "online-consultation",
        "consultation-erasure",
        "contract_end=2026-09-30 erased_on=2026-12-30 asked_on=2026-10-01",
        "!erased_on",
    ),
];

#[test]
fn days_on_forms_are_as_worked_out_by_hand() {
    for (set, latest) in LATEST {
        let checked = checked(set);
        for (_, id, given, expected) in CASES.iter().filter(|case| case.0 == set) {
            let outcome = fill(&checked, latest, id, &pairs(given));
            let case = format!("{set} {id} {given}");
            if let Some(field) = expected.strip_prefix('!') {
                assert_eq!(outcome.expect_err(&case), [field], "{case}");
                continue;
            }
            let document = outcome.unwrap_or_else(|problems| panic!("{case}: {problems:?}"));
            let answers = document.form.as_ref().and_then(|form| form.answers.as_ref()).expect("answers");
            for (field, day) in pairs(expected) {
                let day = date::day(day.parse().expect("a day"), document.notation.digits);
                assert_eq!(answers.texts[field], day, "{case}: {field}");
            }
        }
    }
}

/// The form filled in, or the fields that are refused.
fn fill(checked: &Checked, latest: &str, id: &str, given: &[(&str, &str)]) -> Result<Document, Vec<String>> {
    let (context, at) = found(checked, latest, id);
    let template = Template::new(context, at).expect("a form");
    let form = context.edition.documents[at].form.as_ref().expect("a form");
    let issued = NaiveDate::from_ymd_opt(2027, 1, 5).expect("a day");
    let issue = Issue { number: Some("試-2027-00001".to_owned()), issued };
    let record = record(form, given);
    let unmet = unmet(form, &record);
    let filled = if unmet.is_empty() { template.fill(&record, &issue) } else { Err(unmet) };
    filled.map_err(|problems| problems.into_iter().map(|problem| problem.field).collect())
}

fn found<'c>(checked: &'c Checked, latest: &str, id: &str) -> (Context<'c>, usize) {
    let set = &checked.sets[0];
    let edition = edition(checked, latest);
    let described = set.set.as_ref().map(|described| (set.id.as_str(), described));
    let context = Context { set: described, edition: &edition.edition, analysis: &edition.analysis };
    let documents = &edition.edition.documents;
    (context, documents.iter().position(|document| document.id.name == id).expect("the form"))
}

#[test]
fn an_erasure_certificate_fits_one_page() {
    let checked = checked("receipt-cloud");
    let day = "2026-12-20T18:00:00+09:00";
    let given = [
        ("service", "みなとレセプト　クラウド版"),
        ("service_id", "MRC-004512"),
        ("contract_end", "2026-11-30"),
        ("erased_at", day),
        ("verified_at", day),
        ("method", "暗号化に用いた鍵の破棄及び全領域の上書き（１回、乱数）"),
        ("tool", "架空消去ツール　４．２"),
        ("worker", "運用部　主任　波多野　渡"),
        ("verifier", "監査室　室長　磯部　汐里"),
        ("verification", "全部の読出し及び操作の記録の確認"),
        ("exceptions", "研究事業のために提供された情報（２０２６年１１月分まで）"),
    ];
    let filled = fill(&checked, "2027-04-01", "erasure-certificate", &given).expect("a certificate");
    let (context, at) = found(&checked, "2027-04-01", "erasure-certificate");
    let flow = Template::new(context, at).expect("a form").flow(&filled);
    let now = NaiveDate::from_ymd_opt(2027, 1, 5).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment");
    let pdf = pdf::render(&flow, &pdf::Origin::default(), now).expect("a PDF");
    let pages = lopdf::Document::load_mem(&pdf).expect("a readable PDF").get_pages().len();
    assert_eq!(pages, 1);
}

#[test]
fn the_blank_of_an_address_takes_a_line() {
    let checked = checked("user-card");
    let (context, at) = found(&checked, "2021-01-15", "card-abolition");
    let page = html::page(&flow::build(context, at), &[]).expect("a page");
    let blank = |width: usize| format!("<u>{}</u>", "　".repeat(width));
    assert!(page.contains(&blank(32)) && page.contains(&blank(16)), "{page}");
}
