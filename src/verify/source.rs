//! Whether a file is what the source inside it compiles to: by its text, by the digests it carries, and, where this very
//! version made it, byte for byte.

use sha2::{Digest, Sha256};

use super::problems::{MISMATCHED_SOURCES, Problem, SWAPPED_ATTACHMENTS};
use crate::build::{self, Embedded};
use crate::check::check;
use crate::diagnostic::Message;
use crate::flow;
use crate::pdf::inspect::{self, Attachment, Damage, File, Imprint};
use crate::say;
use crate::source::decode;
use crate::text;
use crate::workspace::Input;

/// Bytes of source that are compiled: some twenty times an ordinary set.
const SOURCES: usize = 2 << 20;
/// Characters shown around the first that differs.
const SHOWN: usize = 12;

/// How a file compares with the source inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// It could not be compared, or is another.
    None,
    /// The text and the digests agree; another version made the file, so drawings were not compared.
    Text,
    /// Every byte agrees.
    Bytes,
}

/// Compares the file as it was made (`first`), and its text as it is now, with the source inside it.
///
/// # Errors
/// The file cannot be read.
pub fn compare(first: &File, now: &File, imprint: &Imprint, out: &mut Vec<Problem>) -> Result<Agreement, Damage> {
    let attachments = inspect::attachments(first)?;
    let Some(compiled) = compiled(&attachments, imprint, out) else { return Ok(Agreement::None) };
    let expected = text::characters(&compiled.0);
    let mut agreement = Agreement::Bytes;
    for file in [first, now] {
        let found = inspect::text(file)?;
        if found != expected {
            out.push(Problem::new(&MISMATCHED_SOURCES, difference(&expected, &found)));
            return Ok(Agreement::None);
        }
        if file.bytes.len() == now.bytes.len() {
            break;
        }
    }
    if flow::digest(&compiled.0) != imprint.digest {
        let message = say!(
            "原本の要約値が、ファイルに記録されたものと違います",
            "the digest of the source is not the one recorded in the file"
        );
        out.push(Problem::new(&MISMATCHED_SOURCES, message));
        agreement = Agreement::None;
    }
    if !is_own_id(first.bytes) {
        let message = say!(
            "ファイルの識別子が中身の要約値と違います。作られた後で書き換えられています",
            "the id of the file is not the digest of its content: it was changed after it was made"
        );
        out.push(Problem::new(&MISMATCHED_SOURCES, message));
        agreement = Agreement::None;
    }
    if imprint.producer != env!("CARGO_PKG_VERSION") {
        return Ok(agreement.min_text());
    }
    // The line break behind the end of the file may belong to the revision that follows.
    let rest = first.bytes.strip_prefix(compiled.1.as_slice());
    if !rest.is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace)) {
        let same = compiled.1.iter().zip(first.bytes).take_while(|(one, two)| one == two).count();
        let message = say!(
            "文面は原本と同じですが、ファイルの {same} バイト目から後が、組み立て直したものと違います",
            "the text is that of the source, but the file differs from byte {same} from what the source compiles to"
        );
        out.push(Problem::new(&MISMATCHED_SOURCES, message));
        agreement = Agreement::None;
    }
    Ok(agreement)
}

/// Whether the id in the trailer is the digest of the file without it, as we write it.
fn is_own_id(bytes: &[u8]) -> bool {
    let start = bytes.windows(4).rposition(|window| window == b"/ID[");
    let Some((before, id)) = start.map(|start| bytes.split_at(start)) else { return false };
    let Some(length) = id.iter().position(|byte| *byte == b']') else { return false };
    let (id, after) = id.split_at(length + 1);
    let digest = Sha256::new().chain_update(before).chain_update(after.trim_ascii_end()).finalize();
    let digest = flow::hex(&digest[..16]);
    String::from_utf8_lossy(id).eq_ignore_ascii_case(&format!("/ID[<{digest}><{digest}>]"))
}

impl Agreement {
    fn min_text(self) -> Agreement {
        if self == Agreement::None { Agreement::None } else { Agreement::Text }
    }
}

fn compiled(attachments: &[Attachment], imprint: &Imprint, out: &mut Vec<Problem>) -> Option<(flow::Flow, Vec<u8>)> {
    let mut wrong = |rule, message| out.push(Problem::new(rule, message));
    let Some(own) = attachments.iter().find(|attachment| attachment.relationship == "Source") else {
        wrong(&MISMATCHED_SOURCES, say!("文面の原本が埋め込まれていません", "the source is not embedded"));
        return None;
    };
    let (records, files): (Vec<_>, Vec<_>) =
        attachments.iter().partition::<Vec<_>, _>(|attachment| attachment.relationship == "Data");
    let files: Option<Vec<(String, String)>> =
        files.into_iter().map(|file| Some((file.name.clone(), decode(&file.bytes).ok()?.to_owned()))).collect();
    let record = records
        .first()
        .and_then(|record| Some(Embedded { place: &record.name, json: std::str::from_utf8(&record.bytes).ok()? }));
    let total: usize = attachments.iter().map(|file| file.bytes.len()).sum();
    let recorded = imprint.source_digest.as_deref();
    if recorded.is_some_and(|recorded| recorded != source_digest(attachments)) {
        let message = say!(
            "埋め込まれた原本の要約値が、ファイルに記録されたものと違います",
            "the digest of the embedded files is not the one recorded in the file"
        );
        wrong(&SWAPPED_ATTACHMENTS, message);
        return None;
    }
    let is_sound = total <= SOURCES && records.len() == usize::from(record.is_some());
    let input = files.filter(|_| is_sound).and_then(|files| Input::embedded(&files, &own.name));
    let built = input
        .zip(imprint.created)
        .map(|(input, created)| build::again(&check(input), &imprint.document, created, record));
    match built {
        Some(Ok(Some(built))) => Some(built),
        _ => {
            let message = say!(
                "埋め込まれた原本から文書を組み立てられません",
                "the embedded source does not compile to this document"
            );
            wrong(&MISMATCHED_SOURCES, message);
            None
        }
    }
}

/// SHA-256 of the list that `sha256sum` prints for the files in the order of their names.
fn source_digest(attachments: &[Attachment]) -> String {
    let line = |file: &Attachment| format!("{}  {}\n", flow::hex(&Sha256::digest(&file.bytes)), file.name);
    let mut files: Vec<&Attachment> = attachments.iter().collect();
    files.sort_by_key(|file| &file.name);
    flow::hex(&Sha256::digest(files.into_iter().map(line).collect::<String>().as_bytes()))
}

/// The first place where the pages say something else than the source.
fn difference(expected: &str, found: &str) -> Message {
    let same = expected.chars().zip(found.chars()).take_while(|(one, two)| one == two).count();
    let around = |text: &str| {
        let shown: String = text.chars().skip(same.saturating_sub(SHOWN / 2)).take(SHOWN).collect();
        shown
    };
    let (source, page) = (around(expected), around(found));
    say!(
        "ページの文面が原本と違います。原本は「{source}」、ページは「{page}」です",
        "the pages differ from the source: the source has `{source}`, the pages have `{page}`"
    )
}
