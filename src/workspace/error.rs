//! What the disk, the network or git refused, in words.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::paths::shown;
use crate::diagnostic::Lang;
use crate::say;

/// What the author of a document cannot mend in the document.
#[derive(Debug)]
pub enum Error {
    NotFound(PathBuf),
    Io(PathBuf, io::Error),
    InvalidEpoch(String),
    /// A file has more bytes than this.
    TooLarge(PathBuf, u64),
    /// A file is not what it was a moment ago.
    Changed(PathBuf),
    /// The program is not installed, or cannot be run.
    NoGit(io::Error),
    /// The folder is not under version control, or has no such revision.
    NoGitRevision(String),
    /// The revision has no such folder.
    NotInGit {
        revision: String,
        path: String,
    },
    /// A file stands where another was to be written.
    Exists(PathBuf),
    /// A folder that was to hold a new set holds something.
    Taken(PathBuf),
    /// A file stands where one was to be issued that nobody has issued yet.
    Occupied(PathBuf),
    /// A folder or a device.
    NotFile(PathBuf),
    /// An address that cannot be asked.
    NotHttp(String),
    Network(String, io::Error),
}

impl Error {
    pub fn message(&self) -> crate::diagnostic::Message {
        match self {
            Error::NotFound(path) => {
                let path = shown(path);
                say!("「{path}」が見つかりません", "`{path}` does not exist")
            }
            Error::Io(path, error) => {
                let path = shown(path);
                say!("「{path}」を読み書きできません（{error}）", "cannot read or write `{path}` ({error})")
            }
            Error::TooLarge(path, limit) => {
                let (path, limit) = (shown(path), limit >> 20);
                say!("「{path}」は大きすぎます（上限は {limit} MiB）", "`{path}` is too large (limit: {limit} MiB)")
            }
            Error::Changed(path) => {
                let path = shown(path);
                say!(
                    "「{path}」が調べている間に書き換えられました。もう一度実行してください",
                    "`{path}` was changed meanwhile; run the command again"
                )
            }
            Error::NoGit(error) => {
                say!(
                    "git を実行できません（{error}）。git を入れるか、フォルダを指定してください",
                    "cannot run git ({error})"
                )
            }
            Error::NoGitRevision(revision) => say!(
                "git に「{revision}」という版がないか、ここは git で管理されていません",
                "git has no revision `{revision}`, or this is not a repository"
            ),
            Error::NotInGit { revision, path } => say!(
                "git の「{revision}」に、改定のフォルダ「{path}」がありません",
                "revision `{revision}` of git has no folder `{path}` with a revision"
            ),
            Error::Exists(path) => {
                let path = shown(path);
                say!(
                    "「{path}」がすでにあります。上書きはしません。--out で別の名前を指定してください",
                    "`{path}` exists already and is not overwritten; choose another name with --out"
                )
            }
            Error::Taken(path) => taken(&shown(path)),
            Error::Occupied(path) => occupied(&shown(path)),
            Error::NotFile(path) => {
                let path = shown(path);
                say!("「{path}」はファイルではありません", "`{path}` is not a file")
            }
            Error::NotHttp(address) => say!(
                "「{address}」には問い合わせられません。http:// で始まるアドレスだけが使えます（https には対応していません）",
                "cannot ask `{address}`: the address must begin with http:// (https is not supported)"
            ),
            Error::Network(address, error) => {
                say!("「{address}」から応答を得られません（{error}）", "no answer from `{address}` ({error})")
            }
            Error::InvalidEpoch(value) => say!(
                "環境変数 SOURCE_DATE_EPOCH の値「{value}」は秒数ではありません",
                "SOURCE_DATE_EPOCH is not a number of seconds: `{value}`"
            ),
        }
    }
}

fn taken(path: &str) -> crate::diagnostic::Message {
    say!(
        "「{path}」には、すでに何かがあります。上書きはしません。別の名前のフォルダを指定してください",
        "`{path}` is not empty and nothing is overwritten; name another folder"
    )
}

fn occupied(path: &str) -> crate::diagnostic::Message {
    say!(
        "「{path}」は台帳にないのに、すでにあります。上書きはしません。台帳を古い控えに戻していないか、別の台帳を指定していないかを確かめてください",
        "`{path}` exists already but is not in the register, and is not overwritten; was the register restored from an old copy, or is it another one?"
    )
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().get(Lang::En))
    }
}

impl std::error::Error for Error {}
