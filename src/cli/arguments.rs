//! Commands and options, described in both languages.

mod import;
mod issue;
mod register;

use clap::{Arg, ArgAction, Command};

use crate::build::Format;
use crate::diagnostic::{Lang, Message};
use crate::say;

const TEMPLATE_JA: &str = "{about}\n\n使い方: {usage}\n\n{all-args}{after-help}";
const TEMPLATE_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}";

pub(super) fn command(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "kiyaku は日本語の規約のコンパイラです。\nYAML で書いた規約、別紙、SLA などを調べ、HTML と PDF に組み立てます。",
        "kiyaku is the compiler for Japanese terms of service.\nIt checks terms, annexes and SLAs written in YAML and builds HTML and PDF."
    );
    let after = say!(
        "終了コード: 0 問題なし、1 問題あり、2 使い方の誤りまたは読み書きの失敗\n各コマンドの説明: kiyaku check --help",
        "Exit codes: 0 nothing wrong, 1 findings, 2 wrong usage or I/O failure\nMore on a command: kiyaku check --help"
    );
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    base(Command::new("kiyaku"), lang)
        .about(words(about))
        .after_help(words(after))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(version.help(words(say!("版を表示します", "Print the version"))))
        .arg(language(lang))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .subcommand_help_heading(words(say!("コマンド", "Commands")))
        .subcommand_value_name(words(say!("コマンド", "COMMAND")))
        .subcommand(new(lang))
        .subcommand(import::import(lang))
        .subcommand(check(lang))
        .subcommand(build(lang))
        .subcommand(deadline(lang))
        .subcommand(diff(lang))
        .subcommand(sign(lang))
        .subcommand(verify(lang))
        .subcommand(issue::issue(lang))
        .subcommand(register::register(lang))
        .subcommand(explain(lang))
}

fn base(command: Command, lang: Lang) -> Command {
    let (template, heading) = match lang {
        Lang::Ja => (TEMPLATE_JA, "オプション"),
        Lang::En => (TEMPLATE_EN, "Options"),
    };
    let help = say!("この説明を表示します", "Print this help");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(help.get(lang).to_owned());
    let usage = match (lang, command.get_name()) {
        (Lang::En, _) => None,
        (Lang::Ja, "kiyaku") => Some("kiyaku <コマンド> [オプション]"),
        (Lang::Ja, "new") => Some("kiyaku new DIR [--title 題名] [--provider 会社の名前]"),
        (Lang::Ja, "check") => Some("kiyaku check [PATH] [オプション]"),
        (Lang::Ja, "build") => Some("kiyaku build [PATH] [オプション]"),
        (Lang::Ja, "deadline") => Some("kiyaku deadline [PATH] [--event 出来事=日付]… [オプション]"),
        (Lang::Ja, "diff") => Some("kiyaku diff OLD NEW [オプション]"),
        (Lang::Ja, "sign") => Some("kiyaku sign FILE.pdf --p12 KEY.p12 --field NAME [オプション]"),
        (Lang::Ja, "verify") => Some("kiyaku verify FILE.pdf [オプション]"),
        (Lang::Ja, _) => Some("kiyaku explain [RULE] [オプション]"),
    };
    let command = match usage {
        Some(usage) => command.override_usage(usage),
        None => command,
    };
    command.help_template(template).disable_help_flag(true).next_help_heading(heading).arg(help)
}

/// A command whose usage line is written by hand in Japanese.
fn localized(command: Command, lang: Lang, usage: &'static str) -> Command {
    match lang {
        Lang::Ja => base(command, lang).override_usage(usage),
        Lang::En => base(command, lang),
    }
}

fn language(lang: Lang) -> Arg {
    let help = say!(
        "メッセージの言語（環境変数 KIYAKU_LANG でも選べます）",
        "Language of messages (or the environment variable KIYAKU_LANG)"
    );
    let names = clap::builder::PossibleValuesParser::new(["ja", "en"]);
    // After all that a command is about.
    let arg = Arg::new("lang").long("lang").global(true).value_name("LANG").value_parser(names).display_order(900);
    arg.hide_possible_values(true).help(format!("{} [ja, en]", help.get(lang)))
}

fn path(lang: Lang) -> Arg {
    let help = say!(
        "文書のファイル、改定（施行日）のフォルダ、セットのフォルダ、またはそれらを含むフォルダ [省略時: terms]",
        "A document, a revision's folder, a set's folder, or a folder of sets [default: terms]"
    );
    let heading = say!("引数", "Arguments").get(lang).to_owned();
    let path = Arg::new("path").help_heading(heading);
    path.value_name("PATH").default_value("terms").hide_default_value(true).help(help.get(lang).to_owned())
}

fn new(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "新しいセットのひな形（set.yaml、規約、別紙、様式）を書き出します。すでにあるものは上書きしません。",
        "Write a small set to start from (set.yaml, terms, annex, form); nothing that exists is overwritten."
    );
    let dir = Arg::new("dir").value_name("DIR").required(true).help_heading(words(say!("引数", "Arguments")));
    let dir_help = say!(
        "セットのフォルダ。terms の中に、英小文字の名前で作ります。例: terms/booking",
        "The folder of the set, best inside `terms`, such as terms/booking"
    );
    let title = Arg::new("title").long("title").value_name("TITLE");
    let title_help = say!("サービスの題名（省略時: 予約クラウド）", "Title of the service (default: 予約クラウド)");
    let provider = Arg::new("provider").long("provider").value_name("NAME");
    let provider_help = say!(
        "規約を定める会社の名前（省略時: 見本の会社。後から set.yaml と第１条を直します）",
        "Who provides the service (default: a made-up company, to be replaced in set.yaml and article 1)"
    );
    let after = say!(
        "例: kiyaku new terms/booking --title かもめ予約 --provider かもめ医療情報株式会社\nその後は、会社の名前と文章を直し、kiyaku check で調べ、kiyaku build で PDF にします。",
        "For example: kiyaku new terms/booking --title かもめ予約 --provider かもめ医療情報株式会社\nThen put in your texts, run `kiyaku check`, and `kiyaku build` for the PDFs."
    );
    base(Command::new("new"), lang)
        .about(words(about))
        .arg(dir.help(words(dir_help)))
        .after_help(words(after))
        .arg(title.help(words(title_help)))
        .arg(provider.help(words(provider_help)))
}

fn check(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "文書を調べ、見つかった問題を「何が、どこで、どう直すか」とともに示します。",
        "Check documents and report what is wrong, where, and what to write instead."
    );
    let format =
        Arg::new("format").long("format").value_name("FORMAT").value_parser(["human", "json", "sarif", "github"]);
    let format = format.default_value("human").hide_default_value(true).hide_possible_values(true);
    let format_help = say!(
        "出力の形式 [human, json, sarif, github]（省略時: human）",
        "Output format [human, json, sarif, github] (default: human)"
    );
    let deny = Arg::new("deny").long("deny").value_name("LEVEL").value_parser(["warnings"]).hide_possible_values(true);
    let fix = Arg::new("fix").long("fix").action(ArgAction::SetTrue);
    let fix_help = say!(
        "確実に直せる所をファイルに書き込んで直します（抜けた「第」、重なった句読点など）",
        "Write the repairs that are certain into the files"
    );
    let deny_help = say!(
        "警告もエラーとして扱います（--deny warnings と書きます）",
        "Treat warnings as errors (write --deny warnings)"
    );
    let origin = Arg::new("origin").long("origin").action(ArgAction::SetTrue);
    let origin_help = say!(
        "取り込んだ文書（kiyaku import）では、元のファイルの何行目かも示します",
        "For imported documents (kiyaku import), also tell the line of the original file"
    );
    base(Command::new("check"), lang)
        .about(words(about))
        .arg(path(lang))
        .arg(format.help(words(format_help)))
        .arg(deny.help(words(deny_help)))
        .arg(fix.help(words(fix_help)))
        .arg(origin.help(words(origin_help)))
}

fn verify(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "PDF が何の文書か、発行したままのものか、署名が成り立っているかを調べます。",
        "Tell what a PDF is, whether it is as it was issued, and whether its signatures hold."
    );
    let file = Arg::new("file").value_name("FILE.pdf").required(true);
    let file = file.help_heading(words(say!("引数", "Arguments"))).help(words(say!("調べる PDF", "The PDF")));
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(["human", "json"]);
    let format = format.default_value("human").hide_default_value(true).hide_possible_values(true);
    let format_help = say!("出力の形式 [human, json]（省略時: human）", "Output format [human, json] (default: human)");
    let trust = Arg::new("trust").long("trust").value_name("FILE").action(ArgAction::Append);
    let trust_help = say!(
        "信頼する認証局の証明書のファイル（PEM または DER。繰り返せます）。指定すると、それにつながらない署名を問題とします",
        "Certificates of authorities you trust (PEM or DER; may be repeated); signatures that lead to none are problems"
    );
    let register = Arg::new("register").long("register").value_name("FILE");
    let register_help = say!(
        "発行した文書の台帳（省略時: ファイルのフォルダか、その上の三つのフォルダにある register.jsonl）",
        "Register of issued documents (default: register.jsonl in the file's folder or one of three above)"
    );
    let after = say!(
        "証明書の失効は調べません。ネットワークにはつながりません。",
        "Revocation of certificates is not looked up; nothing is sent over the network."
    );
    base(Command::new("verify"), lang)
        .about(words(about))
        .after_help(words(after))
        .arg(file)
        .arg(format.help(words(format_help)))
        .arg(trust.help(words(trust_help)))
        .arg(register.help(words(register_help)))
}

fn explain(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "規則の説明（何が問題か、なぜか、どう直すか）を示します。規則を省くと一覧を示します。",
        "Tell what a rule is about, why it matters and what to do; without a rule, list them all."
    );
    let help = say!("規則の名前。例: broken-references", "Name of a rule, such as broken-references");
    let rule = Arg::new("rule").value_name("RULE").help_heading(words(say!("引数", "Arguments")));
    base(Command::new("explain"), lang).about(words(about)).arg(rule.help(words(help)))
}

fn build(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "文書を調べ、問題がなければ HTML と PDF を書き出します。",
        "Check documents and, if nothing is wrong, write HTML and PDF."
    );
    let names = clap::builder::PossibleValuesParser::new(Format::NAMES.map(|(name, _)| name));
    let formats = Arg::new("formats").long("formats").value_name("FORMATS").value_parser(names).value_delimiter(',');
    let formats = formats.default_values(["html", "pdf"]).hide_default_value(true).hide_possible_values(true);
    let formats_help = say!(
        "書き出す形式をカンマで区切って並べます [html, pdf, text, docx]（省略時: html,pdf）",
        "Formats to write, separated by commas [html, pdf, text, docx] (default: html,pdf)"
    );
    let out = Arg::new("out").long("out").value_name("DIR").default_value("output").hide_default_value(true);
    let out_help = say!("書き出し先のフォルダ（省略時: output）", "Folder to write to (default: output)");
    let after = say!(
        "エラーが一つでもあれば何も書き出さず、前の出力をそのまま残します。",
        "With any error nothing is written and earlier output stays as it is."
    );
    base(Command::new("build"), lang)
        .about(words(about))
        .after_help(words(after))
        .arg(path(lang))
        .arg(formats.help(words(formats_help)))
        .arg(out.help(words(out_help)))
}

fn deadline(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "規約の期間（period:）などから、期限、満了日、遅延損害金などの金額、次の時間帯を計算します。",
        "Compute what the periods of the terms imply: deadlines, ends of terms, interest and charges, coming windows."
    );
    let revision = Arg::new("revision").long("revision").value_name("DATE");
    let revision_help = say!(
        "どの施行日の版で計算するか（省略時: 最も新しい版）",
        "Revision by its effective date (default: the latest)"
    );
    let count = Arg::new("count").long("count").value_name("COUNT").value_parser(["plain", "strict"]);
    let count = count.default_value("plain").hide_default_value(true).hide_possible_values(true);
    let count_help = say!(
        "「N日前まで」の数え方 [plain, strict]。strict は間に丸N日をおきます（省略時: plain）",
        "How days before an event are counted [plain, strict]; strict leaves whole days between (default: plain)"
    );
    let format = Arg::new("format").long("format").value_name("FORMAT").value_parser(["human", "json", "ics"]);
    let format = format.default_value("human").hide_default_value(true).hide_possible_values(true);
    let format_help =
        say!("出力の形式 [human, json, ics]（省略時: human）", "Output format [human, json, ics] (default: human)");
    let after = say!(
        "何も指定しないと、使える出来事と金額の一覧を示します。",
        "With nothing given, the events and amounts are listed."
    );
    base(Command::new("deadline"), lang)
        .about(words(about))
        .after_help(words(after))
        .arg(path(lang))
        .args(given(lang))
        .arg(revision.help(words(revision_help)))
        .arg(count.help(words(count_help)))
        .arg(format.help(words(format_help)))
}

/// What dates, sums and windows are computed from.
fn given(lang: Lang) -> [Arg; 5] {
    let event = Arg::new("event").long("event").value_name("NAME=DATE").action(ArgAction::Append);
    let event_help = say!(
        "出来事とその日。例: contract-end=2026-09-30。いくつでも並べられます",
        "An event and its day, such as contract-end=2026-09-30; may be repeated"
    );
    let amount = Arg::new("amount").long("amount").value_name("NAME=YEN").action(ArgAction::Append);
    let amount_help = say!(
        "計算のもとになる金額（円）。例: unpaid=10000",
        "A sum in yen that a charge is computed from, such as unpaid=10000"
    );
    let interval = Arg::new("interval").long("interval").value_name("FROM-UNTIL").action(ArgAction::Append);
    let interval_help = say!(
        "一つの予約の接続の時間（従量課金）。例: 10:00-10:35。いくつでも並べられます",
        "A connection of one booking, for metered charges, such as 10:00-10:35; may be repeated"
    );
    let at = Arg::new("at").long("at").value_name("MOMENT");
    let at_help = say!(
        "この時か、その次の時間帯（定期メンテナンスなど）を示します。例: 2026-11-21T23:30",
        "Show the windows (maintenance, support) at or after a moment, such as 2026-11-21T23:30"
    );
    let until = Arg::new("until").long("until").value_name("DATE");
    let until_help = say!(
        "自動更新や時間帯を、この日まで並べます（省略時: 次の一回）",
        "List renewals and windows up to this day (default: the next one)"
    );
    [(event, event_help), (amount, amount_help), (interval, interval_help), (at, at_help), (until, until_help)]
        .map(|(argument, help)| argument.help(help.get(lang).to_owned()))
}

fn diff(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "二つの改定を比べ、条項ごとに何が変わったかを示します。新旧対照表と改定のお知らせも作ります。",
        "Compare two revisions provision by provision; draw the comparison table and the notice to customers."
    );
    let heading = words(say!("引数", "Arguments"));
    let old = say!(
        "前の改定のフォルダ。git:版（git に残る同じフォルダ）、git:版:フォルダ とも書けます",
        "Folder of the earlier revision; or git:REV (the same folder in git), git:REV:FOLDER"
    );
    let new = say!("後の改定のフォルダ", "Folder of the later revision");
    let path = |name: &'static str, upper: &'static str, help: Message| {
        let order = usize::from(name == "new");
        Arg::new(name)
            .value_name(upper)
            .required(true)
            .help_heading(heading.clone())
            .display_order(order)
            .help(words(help))
    };
    let format =
        Arg::new("format").long("format").value_name("FORMAT").value_parser(["human", "json", "html", "pdf", "docx"]);
    let format = format.default_value("human").hide_default_value(true).hide_possible_values(true);
    let format_help = say!(
        "出力の形式 [human, json, html, pdf, docx]（省略時: human）",
        "Output format [human, json, html, pdf, docx] (default: human)"
    );
    let out = Arg::new("out").long("out").value_name("FILE");
    let out_help = say!(
        "書き出すファイル（html、pdf、docx は、省くと output/セット/施行日/comparison.html など）",
        "File to write (html, pdf and docx without it: output/<set>/<effective date>/comparison.html and so on)"
    );
    let notice = Arg::new("notice").long("notice").action(ArgAction::SetTrue);
    let notice_help =
        say!("新旧対照表の代わりに、改定のお知らせを作ります", "Draw the notice to customers instead of the table");
    base(Command::new("diff"), lang)
        .about(words(about))
        .arg(path("old", "OLD", old))
        .arg(path("new", "NEW", new))
        .arg(format.help(words(format_help)))
        .arg(out.help(words(out_help)))
        .arg(notice.help(words(notice_help)))
}

fn sign(lang: Lang) -> Command {
    let words = |message: Message| message.get(lang).to_owned();
    let about = say!(
        "PDF の署名欄に電子署名をします。元のファイルは変えず、署名した PDF を別に書き出します。",
        "Sign a field of a PDF electronically; the file itself stays as it is, the signed one is written beside it."
    );
    let after = say!(
        "署名欄の名前は、文書の signatures に書いた id です。時刻認証局のアドレスは http:// のものだけが使えます。",
        "Fields are named by the ids under `signatures` in the document. Authorities are asked over http:// only."
    );
    let value = |name: &'static str, shown: &'static str, help: Message| {
        Arg::new(name).long(name).value_name(shown).help(words(help))
    };
    let heading = words(say!("引数", "Arguments"));
    let file = Arg::new("file").value_name("FILE.pdf").required(true).help_heading(heading);
    let p12 = say!("鍵と証明書のファイル（PKCS #12）", "File with the key and its certificate (PKCS #12)");
    let password =
        say!("パスワードを書いたファイル（省略時: 画面で入力）", "File that holds the password (default: ask for it)");
    let certify = say!(
        "最初の署名として内容を証明します。後からできるのは記入と署名だけになります",
        "Certify the document as its first signature; afterwards it can only be filled in and signed"
    );
    let tsa = say!(
        "時刻認証局のアドレス。タイムスタンプを付けます",
        "Address of a time-stamping authority to get a time stamp from"
    );
    let out = say!(
        "書き出すファイル（省略時: 元の名前に -signed を付けたもの）",
        "File to write (default: the name with -signed)"
    );
    base(Command::new("sign"), lang)
        .about(words(about))
        .after_help(words(after))
        .arg(file.help(words(say!("署名する PDF", "The PDF to sign"))))
        .arg(value("p12", "KEY.p12", p12).required(true))
        .arg(value("field", "NAME", say!("署名欄の名前", "Name of the field")).required(true))
        .arg(value("reason", "TEXT", say!("署名の理由", "Reason for signing")))
        .arg(value("password-file", "FILE", password))
        .arg(Arg::new("certify").long("certify").action(ArgAction::SetTrue).help(words(certify)))
        .arg(value("tsa", "URL", tsa))
        .arg(value("out", "FILE", out))
}
