//! The report in plain words.

use chrono::NaiveDateTime;

use super::{
    Agreement, Chain, End, Found, Likeness, Problem, Registration, Report, SignatureField, SignatureReport, StampReport,
};
use crate::diagnostic::{Lang, Message};
use crate::pdf::inspect::Imprint;
use crate::say;

/// Columns that the labels take up, as a terminal counts them.
const LABELS: usize = 14;

/// The report on the file `name`, in lines that end with LF.
pub fn render(report: &Report, name: &str, lang: Lang) -> String {
    let mut out = Lines { text: format!("{name}\n"), lang };
    if let Some(imprint) = &report.imprint {
        out.document(imprint, report);
    }
    if let Some(registration) = &report.registration {
        out.registration(registration);
    }
    for field in &report.fields {
        if let Some(signature) = &field.signature {
            out.signature(field, signature, report.has_trust);
        }
    }
    out.ending(report);
    out.text
}

struct Lines {
    text: String,
    lang: Lang,
}

impl Lines {
    fn line(&mut self, label: &Message, value: &Message) {
        let label = label.get(self.lang);
        let width: usize = label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let gap = " ".repeat(LABELS.saturating_sub(width).max(1));
        self.text.push_str(&format!("  {label}{gap}{}\n", value.get(self.lang)));
    }

    fn document(&mut self, imprint: &Imprint, report: &Report) {
        let title = &imprint.packet_title;
        let id = match &imprint.set {
            Some(set) => format!("{set} / {}", imprint.document),
            None => imprint.document.clone(),
        };
        self.line(&say!("文書", "document"), &say!("{title}（{id}）", "{title} ({id})"));
        if let Some(number) = &imprint.revision {
            let day = imprint.effective.map(|day| day.to_string()).unwrap_or_default();
            let ja = imprint.effective.map(|day| day.format("%Y年%-m月%-d日").to_string()).unwrap_or_default();
            self.line(&say!("版", "revision"), &say!("第{number}版　{ja}施行", "{number}, effective {day}"));
        }
        let pages = report.pages;
        self.line(&say!("ページ", "pages"), &say!("{pages}", "{pages}"));
        let version = &imprint.producer;
        let agreement = match report.agreement {
            Agreement::Bytes => say!(
                "埋め込まれた原本から組み立て直したものと、1 バイトも違いません",
                "every byte is what the embedded source compiles to"
            ),
            Agreement::Text => say!(
                "埋め込まれた原本と一字一句同じです（kiyaku {version} が作ったファイルなので、文面と要約値だけを比べました）",
                "that of the embedded source (made by kiyaku {version}: only text and digests were compared)"
            ),
            Agreement::None => say!("確かめられません（下の問題を見てください）", "not confirmed (see below)"),
        };
        self.line(&say!("文面", "text"), &agreement);
        let (all, signed) =
            (report.fields.len(), report.fields.iter().filter(|field| field.signature.is_some()).count());
        let open: Vec<String> = report.fields.iter().filter(|field| field.signature.is_none()).map(named).collect();
        let open = open.join("、");
        let fields = match (all, open.is_empty()) {
            (0, _) => say!("ありません", "none"),
            (_, true) => say!("{all}（すべて署名済み）", "{all}, all signed"),
            _ => say!("{all}（署名済み {signed}、未署名: {open}）", "{all}, signed: {signed}, open: {open}"),
        };
        self.line(&say!("署名欄", "fields"), &fields);
        let later: (Vec<_>, Vec<_>) = report.later.iter().map(|one| (one.ja.clone(), one.en.clone())).unzip();
        if !report.later.is_empty() {
            let (ja, en) = (later.0.join("、"), later.1.join(", "));
            self.line(&say!("発行後の記入", "filled since"), &say!("{ja}", "{en}"));
        }
    }

    fn registration(&mut self, Registration { register, found }: &Registration) {
        let Some(Found { number, line, issued, likeness, voided }) = found else {
            return self.line(&say!("台帳", "register"), &say!("{register} にはありません", "not in {register}"));
        };
        let place = say!("{register} の {line} 行目", "line {line} of {register}");
        self.line(&say!("台帳", "register"), &place);
        self.line(&say!("番号", "number"), &say!("{number}", "{number}"));
        let day = moment(*issued);
        let issued = match voided {
            None => say!("{day}（有効）", "{day}, in force"),
            Some(voided) => {
                let void = moment(voided.time);
                say!("{day}（{void} に無効）", "{day}, voided {void}")
            }
        };
        self.line(&say!("発行", "issued"), &issued);
        let likeness = match likeness {
            Likeness::Same => say!("台帳と同じです", "that in the register"),
            Likeness::Continued => say!(
                "署名や記入の前の部分が、台帳と同じです",
                "that in the register, before it was signed or filled in"
            ),
            Likeness::Different => say!("台帳と違います", "not that in the register"),
        };
        self.line(&say!("要約値", "digest"), &likeness);
    }

    fn signature(&mut self, field: &SignatureField, signature: &SignatureReport, has_trust: bool) {
        let name = named(field);
        let title = match signature.is_stamp {
            true => say!("タイムスタンプ「{name}」", "time stamp `{name}`"),
            false => say!("署名「{name}」", "signature `{name}`"),
        };
        self.text.push_str(&format!("\n{}\n", title.get(self.lang)));
        let signer = &signature.signer;
        self.line(&say!("署名者", "signer"), &say!("{signer}", "{signer}"));
        self.issuers(&say!("発行者", "issuers"), &signature.chain);
        self.line(&say!("信頼", "trust"), &trust(&signature.chain, has_trust));
        if !signature.may_sign {
            let note = say!(
                "証明書は、署名に使うものとされていません",
                "the certificate is not said to be meant for signatures"
            );
            self.line(&say!("備考", "note"), &note);
        }
        if let Some(StampReport { at, authority, chain }) = &signature.stamped {
            let at = moment(*at);
            let time = say!("{at}（{authority} のタイムスタンプ）", "{at} (stamped by {authority})");
            self.line(&say!("時刻", "time"), &time);
            // A stamp of the whole file was told of above.
            if !signature.is_stamp {
                self.issuers(&say!("時刻の発行者", "stamp issuers"), chain);
                self.line(&say!("時刻の信頼", "stamp trust"), &trust(chain, has_trust));
            }
        } else if let Some(at) = signature.claimed {
            let at = moment(at);
            self.line(&say!("時刻", "time"), &say!("{at}（署名者の申告）", "{at} (by the signer's clock)"));
        }
        if !signature.reason.is_empty() {
            let reason = &signature.reason;
            self.line(&say!("理由", "reason"), &say!("{reason}", "{reason}"));
        }
        let state = match (signature.holds, signature.names_signer) {
            (true, true) => say!(
                "署名された範囲は 1 バイトも変わっておらず、証明書の鍵による署名です",
                "no signed byte was changed, and the key is that of the certificate"
            ),
            (true, false) => say!(
                "署名された範囲は 1 バイトも変わっておらず、証明書の鍵による署名です（署名は証明書を名指ししていません）",
                "no signed byte was changed, and the key is that of the certificate (which the signature does not name)"
            ),
            (false, _) => say!("成り立っていません", "does not hold"),
        };
        self.line(&say!("署名", "signature"), &state);
    }

    fn issuers(&mut self, label: &Message, chain: &Chain) {
        let issuers = chain.issuers.join(" ← ");
        if !issuers.is_empty() {
            self.line(label, &say!("{issuers}", "{issuers}"));
        }
    }

    fn ending(&mut self, report: &Report) {
        let count = report.problems.len();
        let ending = match count {
            0 => say!("問題は見つかりませんでした。", "nothing is wrong."),
            _ => say!("問題が {count} 件あります。", "problems: {count}."),
        };
        self.text.push('\n');
        for Problem { rule, message } in &report.problems {
            let (name, message) = (rule.name, message.get(self.lang));
            let title = rule.severity.title();
            let title = title.get(self.lang);
            let more = say!("説明", "note");
            let more = more.get(self.lang);
            self.text.push_str(&format!("{title}[{name}]: {message}\n    = {more}: kiyaku explain {name}\n\n"));
        }
        self.text.push_str(&format!("{}\n", ending.get(self.lang)));
    }
}

fn trust(chain: &Chain, has_trust: bool) -> Message {
    match chain.end {
        End::Trusted => {
            say!("--trust で指定された証明書につながります", "leads to a certificate given with --trust")
        }
        _ if has_trust => {
            say!("--trust で指定された証明書につながりません", "leads to no certificate given with --trust")
        }
        End::Root => say!(
            "自分で自分を証明する証明書で終わります。信頼できる認証局かは、--trust で確かめてください",
            "ends at a certificate that vouches for itself; say whom you trust with --trust"
        ),
        End::Missing => say!(
            "上位の証明書が添えられていません。信頼できる認証局かは、--trust で確かめてください",
            "the next certificate is not in the file; say whom you trust with --trust"
        ),
    }
}

/// What people call a field.
fn named(field: &SignatureField) -> String {
    if field.label.is_empty() { field.name.clone() } else { field.label.clone() }
}

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}
