//! Rules over the documents of a service: levels that differ between them, companions that are missing, items of a
//! checklist that nobody confirms.

use crate::support::{Finding, Project};

const SET: &str = "\
title: かもめ予約
provider: { name: かもめ医療情報株式会社 }
documents: [terms, sla]
revisions:
  - { number: \"1.0\", effective: 2026-10-01, announced: 2026-06-01, note: 制定 }
";

fn terms(paragraphs: &str) -> String {
    format!(
        "kind: terms\nid: terms\ntitle: かもめ予約利用規約\narticles:\n  - caption: 運用\n    paragraphs:\n{paragraphs}"
    )
}

fn sla(paragraphs: &str) -> String {
    format!(
        "kind: sla\nid: sla\ntitle: サービスレベル合意書\nsections:\n  - title: 運用\n    paragraphs:\n{paragraphs}"
    )
}

fn table(row: &str) -> String {
    sla(&format!(
        "      - table:\n          columns: [サービスレベル項目, 単位, 目標値, 測定方法]\n          rows:\n            - [{row}, 記録]\n"
    ))
}

fn found(terms: String, sla: String, rule: &str) -> Vec<Finding> {
    let project = Project::empty().with("terms/kamome/set.yaml", SET);
    let project = project.with("terms/kamome/2026-10-01/terms.yaml", terms);
    let findings = project.with("terms/kamome/2026-10-01/sla.yaml", sla).check("terms");
    findings.into_iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn windows_of_two_documents_must_be_the_same() {
    let window = |hours: &str, id: &str| {
        format!(
            "      - text: 保守を行います。\n        window: {{ id: {id}, on: thursday, weeks: 2, hours: {hours} }}\n"
        )
    };
    let conflicts = |hours: &str, id: &str| {
        found(terms(&window("22:00..05:00", "maintenance")), sla(&window(hours, id)), "conflicting-levels")
    };
    assert_eq!(conflicts("22:00..05:00", "maintenance"), []);
    assert_eq!(conflicts("23:00..05:00", "other"), []);
    let found = conflicts("23:00..05:00", "maintenance");
    assert!(
        matches!(&found[..], [only] if only.path.ends_with("sla.yaml") && only.message.contains("22:00～翌日05:00"))
    );
}

#[test]
fn periods_of_an_agreement_and_of_the_terms_must_be_the_same() {
    let period = |days: u32, id: &str, event: &str| {
        format!(
            "      - text: 停止する日の{days}日前までに知らせます。\n        period: {{ id: {id}, days: {days}, before: {event}, by: notice }}\n"
        )
    };
    let conflicts =
        |agreed: String| found(terms(&period(10, "stop-notice", "stop-day")), sla(&agreed), "conflicting-levels");
    let found = conflicts(period(7, "agreed-notice", "stop-day"));
    assert!(
        matches!(&found[..], [only] if only.message.contains("SLA では7日") && only.message.contains("10日")),
        "{found:?}"
    );
    assert_eq!(conflicts(period(10, "agreed-notice", "stop-day")), []);
    assert_eq!(conflicts(period(7, "agreed-notice", "other-day")), []);
    let two = period(7, "first-notice", "stop-day") + &period(3, "second-notice", "stop-day");
    assert_eq!(conflicts(two), [], "two notices of one event are two matters");
}

#[test]
fn a_row_of_levels_says_what_the_provision_it_names_says() {
    let provision = "      - text: 次のとおりとします。\n        items:\n          - title: 定期メンテナンス\n            text: 停止する日の７日前までに周知します。\n            period: { id: notice, days: 7, before: stop-day, by: announcement }\n          - title: 電話\n            text: 営業日の９時から１８時まで受け付けます。\n            window: { id: telephone, on: business-days, hours: 09:00..18:00 }\n          - title: 第一報\n            text: 障害を検知した時から１時間以内に知らせます。\n            period: { id: first, hours: 1, after: detection, by: notice }\n";
    let conflicts = |row: &str| found(terms(provision), table(row), "conflicting-levels").len();
    for same in [
        "定期メンテナンスの予告, 日, 7日前まで",
        "定期メンテナンスの予告, 日, 7以上",
        "電話の受付時間, 時刻, 営業日の9時から18時まで",
        "障害の第一報, 分, 60以内",
        "定期メンテナンスの回数, 回／年, 12以下",
        "研究の第一報, 分, 30以内",
    ] {
        assert_eq!(conflicts(same), 0, "{same}");
    }
    for other in [
        "定期メンテナンスの予告, 日, 10日前まで",
        "定期メンテナンスの予告, 営業日, 7以上",
        "電話の受付時間, 時刻, 営業日の9時から17時30分まで",
        "障害の第一報, 分, 30以内",
    ] {
        assert_eq!(conflicts(other), 1, "{other}");
    }
}

#[test]
fn documents_that_must_be_agreed_to_are_there_or_declared() {
    let missing = |set: &str, text: &str| {
        let project =
            Project::empty().with("terms/kamome/set.yaml", SET.replace("documents", &format!("{set}documents")));
        let project = project.with("terms/kamome/2026-10-01/terms.yaml", terms(&format!("      - {text}\n")));
        let project = project.with("terms/kamome/2026-10-01/sla.yaml", sla("      - 当社は、記録します。\n"));
        let findings = project.check("terms").into_iter().filter(|finding| finding.rule == "missing-companions");
        findings.map(|finding| finding.path.rsplit('/').next().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let text = "利用者は、「セキュリティ利用規約」に同意した上で、申し込みます。";
    let external = "companions: [ { document: security, agreement: required, external: { title: 別冊「セキュリティ利用規約」 } } ]\n";
    assert_eq!(missing("", text), ["terms.yaml"]);
    assert_eq!(missing(external, text), Vec::<String>::new());
    assert_eq!(missing("companions: [ { document: security, agreement: required } ]\n", "適用します。"), ["set.yaml"]);
    for fine in [
        "利用者は、「セキュリティ利用規約」を参考にします。",
        "利用者は、「本規約」に同意します。",
        "利用者は、「サービスレベル合意書」に同意します。",
        "利用者は、「サービスレベルアグリーメント（SLA）」に同意します。",
    ] {
        assert_eq!(missing("", fine), Vec::<String>::new(), "{fine}");
    }
    let table = |title: &str| {
        format!(
            "text: 次の文書へのご同意が必要です。\n        table:\n          columns: [文書名, 趣旨]\n          rows:\n            - [{title}, 責任を明らかにします。]"
        )
    };
    assert_eq!(missing("", &table("サービス仕様適合開示書")), ["terms.yaml"]);
    assert_eq!(missing("", &table("サービスレベル合意書")), Vec::<String>::new());
}

#[test]
fn every_item_of_a_checklist_has_a_box() {
    let checklist = "kind: checklist\nid: checklist\ntitle: 契約前確認書\nsections:\n  - id: introduction\n    title: はじめに\n    paragraphs:\n      - text: 次の事項をご確認ください。\n        bullets: [\"[](#devices)\", \"[](#rules)\", \"[](#fees)\"]\n  - { id: devices, title: 機器, paragraphs: [端末を用意してください。] }\n  - { id: rules, title: 運用, paragraphs: [規程を定めてください。] }\n  - { id: fees, title: 料金, paragraphs: [無料です。] }\n";
    let unconfirmed = |boxes: &[&str], required: bool| {
        let fields: String = boxes
            .iter()
            .map(|name| format!("  - {{ id: {name}, label: 確認, type: checkbox, text: 確認しました。, required: {required}, basis: 'checklist:{name}' }}\n"))
            .collect();
        let form = format!(
            "kind: form\nid: consent\ntitle: 同意書\nfields:\n{fields}body:\n  - text: 次のとおり同意します。\n    fields: [{}]\n",
            boxes.join(", ")
        );
        let set = SET.replace("[terms, sla]", "[checklist]\nforms: [ { template: consent } ]");
        let project = Project::empty().with("terms/kamome/set.yaml", set).with("templates/forms/consent.yaml", form);
        let found = project.with("terms/kamome/2026-10-01/checklist.yaml", checklist).check("terms");
        let found = found.into_iter().filter(|finding| finding.rule == "unconfirmed-items");
        found.map(|finding| finding.help).collect::<Vec<_>>()
    };
    assert_eq!(unconfirmed(&["devices", "rules", "fees"], true), Vec::<String>::new());
    assert_eq!(unconfirmed(&["devices"], true), Vec::<String>::new(), "one box is no list of boxes");
    let forgotten = unconfirmed(&["devices", "rules"], true);
    assert!(matches!(&forgotten[..], [only] if only.contains("'checklist:fees'")), "{forgotten:?}");
    assert_eq!(unconfirmed(&["introduction", "fees"], true).len(), 2);
    assert_eq!(unconfirmed(&["devices", "rules"], false), Vec::<String>::new(), "boxes that need not be ticked");
}

#[test]
fn a_promise_of_a_shared_block_is_one_date() {
    let block = "block: notice\ncontent:\n  - text: 停止する日の７日前までに知らせます。\n    period: { id: notice, days: 7, before: stop-day }\n    window: { id: support, on: every-day, hours: 09:00..18:00 }\n";
    let include = "      - include: { block: notice }\n";
    let project = Project::empty()
        .with("terms/kamome/set.yaml", SET)
        .with("terms/kamome/2026-10-01/shared/notice.yaml", block)
        .with("terms/kamome/2026-10-01/terms.yaml", terms(include))
        .with("terms/kamome/2026-10-01/sla.yaml", sla(include));
    let run = project.run(&["deadline", "terms/kamome", "--event", "stop-day=2026-12-10", "--at", "2026-12-01T10:00"]);
    assert_eq!((run.code, run.out.matches("2026-12-03").count()), (0, 1), "{}", run.out);
    assert_eq!(run.out.matches("support").count(), 1, "{}", run.out);
    assert!(run.out.contains("かもめ予約利用規約"), "{}", run.out);
}
