//! Revisions judged beside the one before: told in time, declared, described as they are.

use crate::support::{Finding, Project};

const OLD: &str = "\
kind: terms
id: terms
title: かもめ予約利用規約
articles:
  - id: amendment
    caption: 規約の変更
    paragraphs:
      - text: この規約を変更するときは、効力の生じる日の１０日前までに、ウェブサイトに掲載します。
        period: { id: amendment, days: 10, before: effective, by: announcement }
  - id: fees
    caption: 利用料金
    subject: fees
    paragraphs:
      - 利用料金は、月額5,000円とします。
      - text: 利用料金を変更するときは、３か月の予告期間をおいて、会員に通知します。
        period: { id: fee-change, months: 3, before: effective, count: strict, by: notice, governs: fees }
      - text: 変更が会員の不利益にならないときは、予告期間を１か月とします。
        period: { id: fee-change-benign, months: 1, before: effective, count: strict, by: notice, governs: fees, when: not-adverse }
  - id: validity
    caption: 会員証の有効期間
    paragraphs:
      - 会員証は、発行の日から３年間有効とします。
  - id: renewal
    caption: 会員証の更新
    paragraphs:
      - 会員は、第３条（会員証の有効期間）に定める３年の有効期間が満了するまでに、更新の手続をします。
  - id: renewal-fee
    caption: 手数料の支払
    paragraphs:
      - 会員は、前条の手続のときに、更新の手数料を支払います。
";

const FIRST: &str =
    "  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-09-01, channel: [website], note: 制定 }\n";
const DEARER: (&str, &str) = ("5,000円", "6,000円");

fn set(revisions: &str) -> String {
    format!(
        "title: かもめ予約\nprovider: {{ name: かもめ医療情報株式会社 }}\ndocuments: [terms]\nrevisions:\n{revisions}"
    )
}

fn project(revisions: &str, changes: &[(&str, &str)]) -> Project {
    let new = changes.iter().fold(OLD.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    let project = Project::empty().with("terms/kamome/set.yaml", set(revisions));
    project.with("terms/kamome/2026-10-01/terms.yaml", OLD).with("terms/kamome/2027-04-01/terms.yaml", new)
}

/// Findings where the second revision takes effect on 1 April 2027; `entry` is what else the set says of it.
fn revised(entry: &str, changes: &[(&str, &str)]) -> Vec<Finding> {
    project(&format!("{FIRST}  - {{ number: \"2.0\", effective: 2027-04-01, {entry} }}\n"), changes).check("terms")
}

fn rules(found: &[Finding]) -> Vec<&str> {
    found.iter().map(|finding| finding.rule.as_str()).collect()
}

const NOTE: &str = "note: 利用料金を改めた";

#[test]
fn a_change_of_fees_keeps_the_period_that_the_old_terms_promise() {
    let told = |announced: &str, adverse: bool| {
        let entry = format!("announced: {announced}, channel: [notice], adverse: {adverse}, {NOTE}");
        revised(&entry, &[DEARER])
    };
    // Three months lie between the last day of the year and 1 April.
    assert_eq!(rules(&told("2026-12-31", true)), [] as [&str; 0]);
    let found = told("2027-01-05", true);
    assert_eq!(rules(&found), ["short-notice-periods"]);
    let short = &found[0];
    assert!(short.path.ends_with("set.yaml") && short.line == 6, "{short:?}");
    assert!(short.message.contains("第２条第２項") && short.message.contains("3か月"), "{short:?}");
    assert!(short.help.contains("2027-04-06") && short.help.contains("2026-12-31"), "{short:?}");
    // The period in the old revision, and what is changed in the new one.
    assert_eq!(short.related, [16, 10], "{short:?}");
    // The shorter period is for what does no harm.
    assert_eq!(rules(&told("2027-02-28", false)), [] as [&str; 0]);
    assert_eq!(rules(&told("2027-03-01", false)), ["short-notice-periods"]);
}

#[test]
fn what_no_subject_governs_keeps_the_general_period() {
    let changes = [("利用料金は、月額", "利用料金は、月額"), ("更新の手続をします", "更新の手続を窓口でします")];
    let told = |announced: &str| {
        revised(
            &format!("announced: {announced}, channel: [website], adverse: true, note: 更新の窓口を定めた"),
            &changes,
        )
    };
    assert_eq!(rules(&told("2027-03-22")), [] as [&str; 0]);
    let found = told("2027-03-23");
    assert_eq!(rules(&found), ["short-notice-periods"]);
    assert!(found[0].message.contains("第１条の") || found[0].message.contains("第１条が"), "{found:?}");
    // Nothing but the fees: their own period is the only one, and a posting does not keep it.
    let found = revised(&format!("announced: 2026-12-01, channel: [website], adverse: true, {NOTE}"), &[DEARER]);
    assert_eq!(rules(&found), ["wrong-notice-channels"]);
    let both = format!("announced: 2026-12-01, channel: [website, mail], adverse: true, {NOTE}");
    assert_eq!(rules(&revised(&both, &[DEARER])), [] as [&str; 0]);
}

#[test]
fn a_document_or_the_headings_of_an_annex_may_be_governed() {
    let annex = |price: &str| {
        format!(
            "kind: annex\nid: annex\ntitle: 料金表\nsections:\n  - title: 料金\n    subject: fees\n    sections:\n      - title: 月額\n        paragraphs:\n          - 月額は、{price}とします。\n"
        )
    };
    let terms = |by: &str| OLD.replace("月額5,000円", "別紙の額").replace("by: announcement", by);
    let check = |by: &str, announced: &str, new: &str| {
        let entry = format!(
            "  - {{ number: \"2.0\", effective: 2027-04-01, announced: {announced}, channel: [notice], adverse: true, note: 料金の月額を改めた }}\n"
        );
        let set = set(&format!("{FIRST}{entry}")).replace("[terms]", "[terms, annex]");
        let mut project = Project::empty().with("terms/kamome/set.yaml", set);
        for (day, price) in [("2026-10-01", "五千円"), ("2027-04-01", new)] {
            project = project.with(&format!("terms/kamome/{day}/terms.yaml"), terms(by));
            project = project.with(&format!("terms/kamome/{day}/annex.yaml"), annex(price));
        }
        let found = project.check("terms");
        found.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    let found = check("by: announcement", "2027-02-01", "六千円");
    assert!(matches!(&found[..], [only] if only.contains("第２条第２項")), "{found:?}");
    assert_eq!(check("by: announcement", "2027-02-01", "五千円"), [] as [&str; 0]);
    // The clause of the whole document is not about the annex.
    assert_eq!(check("by: announcement, governs: terms", "2026-12-01", "六千円"), [] as [&str; 0]);
}

#[test]
fn a_revision_is_announced_before_it_takes_effect() {
    let change = [("更新の手続をします", "更新の手続を窓口でします")];
    let one = |entry: &str| {
        let found = revised(&format!("{entry}note: 更新の窓口を定めた"), &change);
        assert_eq!(rules(&found), ["unpublicised-revisions"], "{entry} {found:?}");
        found.into_iter().next().expect("one").message
    };
    assert!(one("").contains("周知した日がありません"));
    assert!(one("announced: 2027-03-01, ").contains("周知した方法がありません"));
    assert!(one("announced: 2027-04-02, channel: [website], ").contains("の後です"));
    // What came before there was a folder for it is history.
    let history = "  - { number: \"1.0\", effective: 2020-10-01, note: 制定 }\n  - { number: \"1.1\", effective: 2024-10-01, note: 字句を改めた }\n  - { number: \"2.0\", effective: 2026-10-01, announced: 2026-08-01, channel: [website], note: 全部を改めた }\n";
    let project = Project::empty().with("terms/kamome/set.yaml", set(history));
    assert_eq!(rules(&project.with("terms/kamome/2026-10-01/terms.yaml", OLD).check("terms")), [] as [&str; 0]);
}

#[test]
fn nothing_is_judged_by_a_revision_that_is_not_there() {
    let between = format!(
        "{FIRST}  - {{ number: \"1.1\", effective: 2027-01-01, note: 予告期間を改めた }}\n  - {{ number: \"2.0\", effective: 2027-04-01, announced: 2027-03-31, channel: [website], note: 利用料金を改めた }}\n"
    );
    assert_eq!(rules(&project(&between, &[DEARER]).check("terms")), [] as [&str; 0]);
}

#[test]
fn the_list_of_revisions_is_in_order() {
    let listed = |revisions: &[(&str, &str)]| {
        let lines: String = revisions
            .iter()
            .map(|(number, day)| format!("  - {{ number: \"{number}\", effective: {day}, note: 改めた }}\n"))
            .collect();
        let project = Project::empty().with("terms/kamome/set.yaml", set(&lines));
        let found = project.with("terms/kamome/2020-04-01/terms.yaml", OLD).check("terms");
        found.into_iter().map(|finding| (finding.rule, finding.line)).collect::<Vec<_>>()
    };
    let none: [(String, u64); 0] = [];
    assert_eq!(listed(&[("1.9", "2020-04-01"), ("1.10", "2021-04-01"), ("2", "2022-04-01")]), none);
    assert_eq!(listed(&[("1.1", "2022-04-01"), ("1.05", "2021-04-01"), ("1", "2020-04-01")]), none);
    assert_eq!(listed(&[("初版", "2020-04-01"), ("改訂版", "2021-04-01")]), none);
    let unordered = |line| [("unordered-revisions".to_owned(), line)];
    assert_eq!(
        listed(&[("1", "2020-04-01"), ("3", "2022-04-01"), ("2", "2021-04-01"), ("4", "2023-04-01")]),
        unordered(7)
    );
    assert_eq!(listed(&[("2.0", "2020-04-01"), ("1.0", "2021-04-01")]), unordered(6));
    assert_eq!(listed(&[("1.0", "2020-04-01"), ("1.0", "2021-04-01")]), unordered(6));
    let overlapping = [("overlapping-revisions".to_owned(), 6)];
    assert_eq!(listed(&[("1", "2020-04-01"), ("2", "2020-04-01")]), overlapping);
}

#[test]
fn dates_beyond_the_calendar_are_refused() {
    for (effective, announced) in
        [("1900-01-01", "1899-12-01"), ("2100-01-01", "2099-12-01"), ("2027-04-01", "2027-02-30")]
    {
        let entry = format!(
            "{FIRST}  - {{ number: \"2.0\", effective: {effective}, announced: {announced}, channel: [website], note: 全部 }}\n"
        );
        let project = Project::empty().with("terms/kamome/set.yaml", set(&entry));
        let found = project.with("terms/kamome/2026-10-01/terms.yaml", OLD).check("terms");
        let wrong = found.iter().filter(|one| ["invalid-values", "impossible-dates"].contains(&one.rule.as_str()));
        assert!(wrong.count() >= 1 && found.iter().all(|one| one.severity == "error"), "{effective} {found:?}");
    }
}

#[test]
fn a_folder_without_documents_is_found() {
    let entry = format!(
        "{FIRST}  - {{ number: \"2.0\", effective: 2027-04-01, announced: 2027-03-01, channel: [website], note: 全部 }}\n"
    );
    let project = Project::empty().with("terms/kamome/set.yaml", set(&entry));
    let project = project.with("terms/kamome/2026-10-01/terms.yaml", OLD).with("terms/kamome/2027-04-01/memo.txt", "");
    assert_eq!(rules(&project.check("terms")), ["no-documents", "missing-documents"]);
}

const TOLD: &str = "announced: 2026-12-01, channel: [notice]";

#[test]
fn a_change_that_the_note_does_not_speak_of_is_found() {
    let window = ("更新の手続をします", "更新の手続を窓口でします");
    let undeclared = |entry: &str, changes: &[(&str, &str)]| {
        let found = revised(&format!("{TOLD}, {entry}"), changes);
        found.into_iter().filter(|one| one.rule == "undeclared-changes").map(|one| one.message).collect::<Vec<_>>()
    };
    let found = undeclared(NOTE, &[DEARER, window]);
    assert!(matches!(&found[..], [only] if only.starts_with("第４条（会員証の更新）の変更")), "{found:?}");
    for note in [
        "利用料金を改め、更新の窓口を定めた",
        "利用料金及び第４条を改めた",
        "全面的に改めた",
        "料金を改め、字句を整理した",
    ] {
        assert_eq!(undeclared(&format!("note: {note}"), &[DEARER, window]), [] as [&str; 0], "{note}");
    }
    let changes = "changes: [{ provision: terms#fees.1, reason: 原価の上昇 }";
    assert_eq!(undeclared(&format!("{changes}]"), &[DEARER]), [] as [&str; 0]);
    assert_eq!(undeclared(&format!("{changes}]"), &[DEARER, window]).len(), 1);
    assert_eq!(
        undeclared(&format!("{changes}, {{ provision: terms, reason: 整理 }}]"), &[DEARER, window]),
        [] as [&str; 0]
    );
    assert!(undeclared("adverse: true", &[DEARER])[0].contains("改定の内容（note）が書かれていません"));
    // A reference that followed is no change to speak of.
    assert_eq!(undeclared(NOTE, &[DEARER, ("第３条（会員証の有効期間）", "前条")]), [] as [&str; 0]);
    assert_eq!(undeclared(NOTE, &[DEARER, ("  - id: renewal\n", "  - id: trial\n    caption: 試用\n    paragraphs:\n      - 会員は、十日の間、試すことができます。\n  - id: renewal\n")]).len(), 1);
}

#[test]
fn a_note_is_borne_out_by_the_text() {
    let five = [("３年間有効", "３年間又は５年間有効"), ("３年の有効期間", "有効期間")];
    let stale = |note: &str| {
        let found = revised(&format!("{TOLD}, note: {note}"), &five);
        assert!(found.iter().all(|one| one.rule == "stale-revision-notes"), "{note} {found:?}");
        found.into_iter().map(|one| one.message).collect::<Vec<_>>()
    };
    for right in [
        "会員証の有効期間に5年を追記し、更新の定めを改めた",
        "第３条（会員証の有効期間）に５年を加え、第４条を改めた",
        "第３条及び第４条の有効期間を、３年から３年又は５年に改めた",
        "第２条の規定により、第３条及び第４条の有効期間を２年延長した",
        "第４条の見出しを「会員証の更新」に改め、第３条の有効期間に５年を加えた",
    ] {
        assert_eq!(stale(right), [] as [&str; 0], "{right}");
    }
    for (wrong, said) in [
        ("会員証の有効期間に7年を追記し、更新の定めを改めた", "「7年」"),
        ("第３条、第４条及び第２条を改めた", "「第２条」は、この改定で変わっていません"),
        ("第３条、第４条及び第４０条を改めた", "「第４０条」は、この改定にも前の改定にもありません"),
        ("第３条（会員証の返却）及び第４条を改めた", "「会員証の返却」という見出しの条ではありません"),
        (
            "第３条を改め、第４条の見出しを「会員証の再発行」に改めた",
            "「会員証の再発行」という見出しの条ではありません",
        ),
        ("有効期間に５年を加え、更新の手数料を9000円とした", "「9000円」"),
    ] {
        let found = stale(wrong);
        assert!(matches!(&found[..], [only] if only.contains(said)), "{wrong} {found:?}");
    }
}

#[test]
fn an_amount_quoted_from_an_article_changes_with_it() {
    let entry = format!("{TOLD}, note: 会員証の有効期間に5年を追記した");
    for changed in ["５年間有効", "３年間又は５年間有効"] {
        let found = revised(&entry, &[("３年間有効", changed)]);
        assert_eq!(rules(&found), ["stale-quantities"], "{changed}");
        assert!(found[0].message.contains("「３年」は、第３条（会員証の有効期間）"), "{found:?}");
    }
    for followed in ["３年又は５年の有効期間", "有効期間"] {
        let changes = [("３年間有効", "３年間又は５年間有効"), ("３年の有効期間", followed)];
        assert_eq!(rules(&revised(&entry, &changes)), [] as [&str; 0], "{followed}");
    }
    let link = ("第３条（会員証の有効期間）に定める", "[](#validity)に定める");
    assert_eq!(rules(&revised(&entry, &[("３年間有効", "５年間有効"), link])), ["stale-quantities"]);
    // Another amount of that article.
    let kept = [("３年間有効", "３年間有効とし、その３０日前から更新できるもの")];
    assert_eq!(
        rules(&revised(&format!("{TOLD}, note: 有効期間の30日前からの更新を加えた"), &kept[..])),
        [] as [&str; 0]
    );
}

#[test]
fn the_article_before_is_another_where_one_came_between() {
    let trial = |text: &str| {
        let inserted =
            format!("  - id: trial\n    caption: 試用\n    paragraphs:\n      - {text}\n  - id: renewal-fee\n");
        let entry = format!("{TOLD}, note: 試用の条を加えた");
        revised(&entry, &[("  - id: renewal-fee\n", &inserted)])
    };
    let found = trial("会員は、十日の間、試すことができます。");
    assert_eq!(rules(&found), ["shifted-references"]);
    let shifted = &found[0];
    assert_eq!((shifted.severity.as_str(), shifted.related.len()), ("warning", 2), "{shifted:?}");
    assert!(
        shifted.message.contains("第４条（会員証の更新）") && shifted.message.contains("第５条（試用）"),
        "{shifted:?}"
    );
    // The article that was inserted has what the sentence speaks of.
    assert_eq!(rules(&trial("会員は、更新の手続を、郵送によりすることができます。")), [] as [&str; 0]);
}
