//! Level 1 over a stream: the message is never in memory as a whole.

use std::io::{self, Read};

use thiserror::Error;

use crate::input::{self, Encoding, Form, HEAD, Unreadable};
use crate::model::SchemaSet;
use crate::validator::{Limits, Report, Run, Sink};

/// Bytes that are read at a time.
const PART: usize = 64 * 1024;

/// What validation of a stream yields.
#[derive(Debug)]
pub struct Streamed<'s> {
    /// Findings have their place; offsets count bytes of the text as UTF-8.
    pub report: Report<'s>,
    /// How the bytes were written.
    pub form: Form,
}

/// Why a stream has no report.
#[derive(Debug, Error)]
pub enum StreamFault {
    /// It could not be read.
    #[error("the source cannot be read")]
    Io(#[source] io::Error),
    /// It is longer than allowed.
    #[error("the source is longer than allowed")]
    TooLong,
    /// It is no text for the validator.
    #[error("the source is no text that can be validated")]
    Unreadable(Unreadable),
}

/// Validates what `source` yields, at most `max_bytes` of it, feeding `sink` on the way. Values that stand literally in the
/// message have spans that count bytes of the text as UTF-8.
pub fn validate_stream<'s, S: Sink>(
    source: &mut dyn Read,
    set: &'s SchemaSet,
    limits: &Limits,
    max_bytes: u64,
    sink: &mut S,
) -> Result<Streamed<'s>, StreamFault> {
    let mut decoder = Decoder::open(source, max_bytes)?;
    let mut run = Run::new(set, limits, sink);
    run.keep_places();
    let mut base = 0;
    loop {
        let last = decoder.done;
        let text = decoder.text()?;
        match run.feed(text, base, last) {
            Ok(_) if last => {
                run.finish(base + text.len());
                break;
            }
            Ok(used) => {
                base += used;
                decoder.consume(used);
                if let Err(fault) = decoder.read_more() {
                    // What broke off is told with all that was found before.
                    match fault {
                        StreamFault::Unreadable(reason) => {
                            run.stop(base, &reason.message);
                            break;
                        }
                        other => return Err(other),
                    }
                }
            }
            Err(fatal) => {
                run.fatal(fatal);
                break;
            }
        }
    }
    Ok(Streamed { form: decoder.form, report: run.report() })
}

/// Reads bytes and keeps the text that is not consumed yet.
struct Decoder<'r> {
    source: &'r mut dyn Read,
    form: Form,
    /// UTF-8, of which the end may be half a character.
    buffer: Vec<u8>,
    /// How much of the buffer is whole characters.
    valid: usize,
    /// Bytes of another encoding that do not make a character yet.
    pending: Vec<u8>,
    left: u64,
    done: bool,
}

impl<'r> Decoder<'r> {
    fn open(source: &'r mut dyn Read, max_bytes: u64) -> Result<Self, StreamFault> {
        let mut decoder = Self {
            source,
            form: Form::default(),
            buffer: Vec::with_capacity(2 * PART),
            valid: 0,
            pending: Vec::new(),
            left: max_bytes,
            done: false,
        };
        let mut head = Vec::with_capacity(PART);
        while head.len() < HEAD && !decoder.done {
            decoder.read_into(&mut head)?;
        }
        let (form, skip) = input::recognise(&head).map_err(StreamFault::Unreadable)?;
        decoder.form = form;
        head.drain(..skip);
        decoder.accept(head)?;
        let start = decoder.text()?;
        decoder.form.bare_line_feed = input::bare_line_feed(start);
        Ok(decoder)
    }

    /// Reads one part; sets `done` at the end.
    fn read_into(&mut self, out: &mut Vec<u8>) -> Result<(), StreamFault> {
        let before = out.len();
        // A token that is longer than what was read is looked at again from its start: twice as much each time keeps that
        // in proportion. One byte more than is allowed is enough to know.
        let part = self.left.saturating_add(1).min(self.valid.max(PART) as u64);
        let read = self.source.take(part).read_to_end(out).map_err(StreamFault::Io)?;
        debug_assert_eq!(read, out.len() - before);
        if read as u64 > self.left {
            return Err(StreamFault::TooLong);
        }
        self.left -= read as u64;
        self.done = (read as u64) < part;
        Ok(())
    }

    fn read_more(&mut self) -> Result<(), StreamFault> {
        if matches!(self.form.encoding, Encoding::Utf8 | Encoding::Ascii) {
            let mut buffer = std::mem::take(&mut self.buffer);
            let read = self.read_into(&mut buffer);
            self.buffer = buffer;
            read?;
            return self.check();
        }
        let mut bytes = std::mem::take(&mut self.pending);
        self.read_into(&mut bytes)?;
        self.accept(bytes)
    }

    /// Takes bytes of the file into the buffer as UTF-8.
    fn accept(&mut self, bytes: Vec<u8>) -> Result<(), StreamFault> {
        match self.form.encoding {
            Encoding::Utf8 | Encoding::Ascii => self.buffer.extend_from_slice(&bytes),
            Encoding::Latin1 => {
                let mut text = String::with_capacity(bytes.len());
                text.extend(bytes.into_iter().map(char::from));
                self.buffer.extend_from_slice(text.as_bytes());
            }
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let mut text = String::with_capacity(bytes.len());
                let left = input::utf16(&bytes, self.form.encoding, &mut text)
                    .map_err(|at| StreamFault::Unreadable(input::not_utf16(at)))?;
                if self.done && !left.is_empty() {
                    return Err(StreamFault::Unreadable(input::not_utf16(bytes.len() - left.len())));
                }
                self.pending = left.to_vec();
                self.buffer.extend_from_slice(text.as_bytes());
            }
        }
        self.check()
    }

    /// Finds out how much of the buffer is whole characters.
    fn check(&mut self) -> Result<(), StreamFault> {
        self.valid = match simdutf8::compat::from_utf8(&self.buffer) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !self.done => error.valid_up_to(),
            Err(error) => return Err(StreamFault::Unreadable(input::not_utf8(error.valid_up_to()))),
        };
        if self.form.encoding == Encoding::Ascii
            && let Some(at) = self.buffer.iter().position(|b| !b.is_ascii())
        {
            return Err(StreamFault::Unreadable(input::not_ascii(at)));
        }
        Ok(())
    }

    /// The text that is not consumed yet.
    fn text(&self) -> Result<&str, StreamFault> {
        let bytes = self.buffer.get(..self.valid).unwrap_or_default();
        simdutf8::basic::from_utf8(bytes).map_err(|_| StreamFault::Unreadable(input::not_utf8(0)))
    }

    fn consume(&mut self, used: usize) {
        self.buffer.drain(..used.min(self.buffer.len()));
        self.valid = self.valid.saturating_sub(used);
    }
}
