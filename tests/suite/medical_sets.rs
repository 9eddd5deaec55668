//! The information-sharing trial and the online consultation: headings, tables, figures and periods, and that the
//! documents of one contract say the same.

use kiyaku::text;

use crate::sets::{checked, flows, headings, periods};

/// Rows of the table below these column titles.
fn rows<'t>(text: &'t str, columns: &str) -> Vec<Vec<&'t str>> {
    let below = text.lines().skip_while(|line| line.replace('\t', " ") != columns).skip(1);
    below.take_while(|line| line.contains('\t')).map(|line| line.split('\t').collect()).collect()
}

fn texts(set: &str, name: &str) -> Vec<String> {
    flows(&checked(set), name).iter().map(text::render).collect()
}

#[test]
fn the_trial_has_its_policy_figures_and_periods() {
    let trial = checked("security-sharing");
    let expected = [
        "１．サービス提供者が取得する個人情報等",
        "２．個人情報等の利用目的",
        "３．個人情報等の取扱いの委託について",
        "４．個人情報等の共同利用について",
        "５．個人情報等の取扱い",
        "６．個人情報の取扱いに関する問合せ先",
    ];
    assert_eq!(headings(&flows(&trial, "2021-01-11")[1]), expected);
    let first = texts("security-sharing", "2021-01-11");
    let figures =
        ["２０２１年１月１１日", "２０２１年３月３１日", "２４時間", "７時間", "１名", "５名以内", "０円", "５年"];
    for figure in figures.into_iter().chain(["発効日の前日まで", "速やかに", "直ちに"]) {
        assert!(first[0].contains(figure), "{figure}");
    }
    assert_eq!(rows(&first[0], "順序 送る側 受ける側 内容").len(), 7, "how information flows");
    assert_eq!(rows(&first[1], "項目 内容").len(), 4, "what joint use has to say");
    assert_eq!(headings(&flows(&trial, "2021-01-11")[2]).len(), 6, "the letter below 記");
    for part in ["拝啓　", "\n敬具\n記\n", "Ｑ５", "※３", "https://example.com/sharing/apply"] {
        assert!(first[2].contains(part), "{part}");
    }
    assert!(first[2].ends_with("以上\n"));
    assert_eq!(periods(&trial, "2021-01-11"), ["terms-change", "objection", "look-back"]);
}

#[test]
fn the_checklist_has_its_sections_and_tables() {
    let consultation = checked("online-consultation");
    for name in ["2025-10-01", "2026-10-01"] {
        let checklist = &flows(&consultation, name)[0];
        let expected = [
            "１．はじめに",
            "２．当社オンライン診療機能の契約時に同意が必須となる本書以外の文書とその提供趣旨",
            "３．ご利用に必要な機器・ネットワーク等の前提条件",
            "４．セキュリティ上推奨される運用ルール",
            "５．当社からお客様へご請求するオンライン診療機能のご利用料金と従量課金ルール",
            "６．患者様への費用請求に関するご注意事項",
        ];
        assert_eq!(headings(checklist), expected);
        let text = text::render(checklist);
        assert_eq!(rows(&text, "文書名 文書の提供趣旨").len(), 3);
        assert_eq!(rows(&text, "機種 種別 OS ブラウザ メモリ").len(), 4);
        let rules = rows(&text, "対象 ルール");
        let groups: Vec<usize> =
            rules.iter().enumerate().filter(|(_, row)| !row[0].is_empty()).map(|(index, _)| index).collect();
        assert_eq!((groups, rules.len()), (vec![0, 6, 17], 22), "6, 11 and 5 rules");
        let examples = rows(&text, "接続の状況 接続時間 計算");
        let sums: Vec<&str> = examples.iter().map(|row| row[2]).collect();
        let expected = ["100円×2＝200円", "100円×2＝200円", "100円×1＝100円", "100円×1＋100円×1＝200円"];
        assert_eq!(sums, expected);
        // The figures compute what the table says.
        let drawn = text.lines().filter_map(|line| line.strip_prefix("ご利用料金\t\t30分ごとに100円\t"));
        let drawn: Vec<&str> = drawn.map(|sum| sum.trim_end_matches("（税抜き）")).collect();
        assert_eq!(drawn, expected);
        for figure in ["10Mbps以上", "10文字以上", "2段階", "月額0円", "30分ごとに100円", "キャンセルポリシー"]
        {
            assert!(text.contains(figure), "{figure}");
        }
        assert_eq!(text.lines().filter(|line| line.trim_start_matches('　').starts_with('※')).count(), 5);
    }
}

#[test]
fn disclosure_and_service_levels_have_their_parts() {
    let flows = flows(&checked("online-consultation"), "2026-10-01");
    let [disclosure, sla] = [2, 3].map(|index| headings(&flows[index]));
    let expected = [
        "1.組織的安全管理対策",
        "2.物理的安全管理対策",
        "3.技術的安全管理対策",
        "4.人的安全管理対策",
        "5.情報の破棄",
        "6.情報システムの改造と保守",
        "7.外部と個人情報を含む医療情報を交換する場合の安全管理",
        "8.災害等の非常時の対応",
        "9.電子署名",
    ];
    assert_eq!(disclosure, expected);
    let expected = [
        "1.目的及び対象",
        "2.サービスの範囲",
        "3.サービスの提供時間",
        "4.サービスの提供拠点",
        "5.責任分界点",
        "6.サービスレベル",
        "7.運用レベル",
        "8.システム責任者一覧",
        "9.適用の除外",
        "10.見直し及び変更",
    ];
    assert_eq!(sla, expected);
    let text = text::render(&flows[3]);
    assert_eq!(text.matches("サービスレベル項目\t単位\t目標値\t測定方法\t報告\n").count(), 2);
    assert_eq!(rows(&text, "役割 所属及び役職 氏名 連絡先").len(), 5);
    assert_eq!(rows(&text, "部分 関係 相手 内容").len(), 11, "four groups and seven links of the system");
}

#[test]
fn the_documents_of_the_consultation_agree() {
    for (name, hours, years) in [("2025-10-01", "17時", "1年間"), ("2026-10-01", "18時", "3年間")] {
        let texts = texts("online-consultation", name);
        let [checklist, _, disclosure, sla] = &texts[..] else { panic!("{}", texts.len()) };
        let hours = format!("営業日の9時から{hours}まで");
        let years = format!("接続した日から{years}保存します");
        for promise in [
            "毎月第2木曜日の22時から翌日の5時までの7時間",
            "7日前まで",
            "3営業日前まで",
            "停止した時から1時間以内",
            &hours,
            &years,
            "取得した日から30日間",
            "90日以内",
            "10営業日以内",
        ] {
            for document in [checklist, disclosure, sla] {
                assert!(document.contains(promise), "{name}: {promise} in {document}");
            }
        }
        assert!(rows(sla, "サービスレベル項目 単位 目標値 測定方法 報告").iter().all(|row| row.len() == 5));
    }
}
