//! Comments, CDATA, processing instructions, and what is refused: a DOCTYPE.

use super::token::{Window, comment, instruction};
use super::{Fatal, Run, Sink, fatal};

const CDATA: &str = "<![CDATA[";
const COMMENT: &str = "<!--";

impl<S: Sink> Run<'_, '_, S> {
    /// A token that begins with `<!`.
    pub(super) fn exclamation(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        let rest = w.bytes().get(at..).unwrap_or_default();
        if rest.starts_with(COMMENT.as_bytes()) {
            let Some(end) = w.find(at + COMMENT.len(), "-->") else {
                return self.incomplete(w, at, "commentaar is niet afgesloten");
            };
            comment(w.base + at, w.slice(at + COMMENT.len(), end))?;
            return Ok(Some(end + 3));
        }
        if rest.starts_with(CDATA.as_bytes()) {
            let Some(end) = w.find(at + CDATA.len(), "]]>") else {
                return self.incomplete(w, at, "CDATA is niet afgesloten");
            };
            self.cdata(w, at + CDATA.len(), end)?;
            return Ok(Some(end + 3));
        }
        let may_become = |token: &str| token.as_bytes().starts_with(rest);
        if !w.last && (may_become(COMMENT) || may_become(CDATA)) {
            return Ok(None);
        }
        let name = rest.get(2..).unwrap_or_default();
        let doctype = name.iter().zip(b"DOCTYPE").all(|(found, wanted)| found.eq_ignore_ascii_case(wanted));
        let reason =
            if doctype { "een DOCTYPE is niet toegestaan; verwijder hem" } else { "na <! staat iets onbegrijpelijks" };
        fatal(w.base + at, reason)
    }

    /// A token that begins with `<?`.
    pub(super) fn question(&mut self, w: &Window<'_>, at: usize) -> Result<Option<usize>, Fatal> {
        let Some(end) = w.find(at + 2, "?>") else { return self.incomplete(w, at, "een <? is niet afgesloten") };
        instruction(w.base + at, w.slice(at + 2, end))?;
        Ok(Some(end + 2))
    }

    /// A token whose end is not in the window: wait for more, up to a bound.
    pub(super) fn incomplete(&self, w: &Window<'_>, at: usize, reason: &str) -> Result<Option<usize>, Fatal> {
        if w.last {
            return fatal(w.base + at, reason);
        }
        if w.text.len() - at > self.limits.section {
            return fatal(w.base + at, "commentaar, CDATA of een processing instruction is te lang");
        }
        Ok(None)
    }
}
