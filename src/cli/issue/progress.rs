//! How far a long run is: one line on a terminal that rewrites itself.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use crate::diagnostic::Lang;
use crate::say;
use crate::workspace::Stopwatch;

/// Nothing is shown of what takes less.
const PATIENCE: Duration = Duration::from_millis(500);
const INTERVAL: Duration = Duration::from_millis(100);
/// Back to the first column, and the rest of the line empty.
const CLEAR: &str = "\r\u{1b}[K";

pub(super) struct Progress {
    watch: Stopwatch,
    lang: Lang,
    is_terminal: bool,
    drawn: Option<Duration>,
}

impl Progress {
    pub(super) fn start(lang: Lang) -> Progress {
        Progress { watch: Stopwatch::start(), lang, is_terminal: io::stderr().is_terminal(), drawn: None }
    }

    /// Rows looked at.
    pub(super) fn looked_at(&mut self, rows: usize) {
        self.draw(|_| say!("データを調べています… {rows} 件", "reading the data… {rows}"));
    }

    pub(super) fn issued(&mut self, done: usize, all: usize) {
        self.draw(|elapsed| {
            let percent = done * 100 / all.max(1);
            let seconds = elapsed.as_secs_f64() * (all - done.min(all)) as f64 / done.max(1) as f64;
            let (seconds, minutes) = (seconds.ceil(), (seconds / 60.0).ceil());
            match seconds < 60.0 {
                true => say!(
                    "発行しています… {done} / {all} 件（{percent} %、残り約 {seconds} 秒）",
                    "issuing… {done} of {all} ({percent} %, about {seconds} s left)"
                ),
                false => say!(
                    "発行しています… {done} / {all} 件（{percent} %、残り約 {minutes} 分）",
                    "issuing… {done} of {all} ({percent} %, about {minutes} min left)"
                ),
            }
        });
    }

    fn draw(&mut self, text: impl FnOnce(Duration) -> crate::diagnostic::Message) {
        let now = self.watch.elapsed();
        let is_due = now >= PATIENCE && self.drawn.is_none_or(|drawn| now - drawn >= INTERVAL);
        if self.is_terminal && is_due {
            self.drawn = Some(now);
            let mut err = io::stderr().lock();
            let _ = write!(err, "{CLEAR}{}", text(now).get(self.lang)).and_then(|()| err.flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(io::stderr().lock(), "{CLEAR}");
        }
    }
}
