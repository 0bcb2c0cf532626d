//! Variations of a message: some leave it valid, most do not. Which is which is for the judges to say.
#![allow(dead_code, reason = "not every test uses every helper")]

use bericht::willekeurig::Toeval;

/// A variation of the text, or `None` when it does not apply.
type Wijziging = fn(&str, &mut Toeval) -> Option<String>;

/// Every way to vary a text, by name.
pub const WIJZIGINGEN: [(&str, Wijziging); 24] = [
    ("swap", |t, r| {
        let (a, b) = (leaf(t, r)?, leaf(t, r)?);
        let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        (a.1 <= b.0).then(|| format!("{}{}{}{}{}", &t[..a.0], &t[b.0..b.1], &t[a.1..b.0], &t[a.0..a.1], &t[b.1..]))
    }),
    ("delete", |t, r| leaf(t, r).map(|(a, b)| format!("{}{}", &t[..a], &t[b..]))),
    ("double", |t, r| leaf(t, r).map(|(a, b)| format!("{}{}", &t[..b], &t[a..]))),
    ("rename", |t, r| value(t, r).map(|(tag, _, _)| t.replacen(&tag, "Vreemd", 2))),
    ("prefix", |t, r| value(t, r).map(|(tag, _, _)| t.replace(&format!("<{tag}>"), &format!("<z:{tag}>")))),
    ("rebind", |t, _| Some(t.replace("xmlns:iwmo=", "xmlns:q=").replace("<iwmo:", "<q:").replace("</iwmo:", "</q:"))),
    ("default-off", |t, r| {
        value(t, r).map(|(tag, _, _)| t.replacen(&format!("<{tag}>"), &format!("<{tag} xmlns=\"\">"), 1))
    }),
    ("comment", |t, r| between(t, r).map(|at| insert(t, at, "<!-- commentaar & <x> -->"))),
    ("comment-inside", |t, r| inside(t, r).map(|at| insert(t, at, "<!--x-->"))),
    ("comment-bad", |t, r| between(t, r).map(|at| insert(t, at, "<!-- a -- b -->"))),
    ("instruction", |t, r| between(t, r).map(|at| insert(t, at, "<?kleur rood?>"))),
    ("instruction-inside", |t, r| inside(t, r).map(|at| insert(t, at, "<?kleur rood?>"))),
    ("cdata", |t, r| value(t, r).map(|(_, a, b)| format!("{}<![CDATA[{}]]>{}", &t[..a], &t[a..b], &t[b..]))),
    ("white-around", |t, r| value(t, r).map(|(_, a, b)| format!("{} \t{}\n{}", &t[..a], &t[a..b], &t[b..]))),
    ("white-between", |t, r| between(t, r).map(|at| insert(t, at, " \n\t\r\n"))),
    ("text-between", |t, r| between(t, r).map(|at| insert(t, at, "tekst"))),
    ("reference", |t, r| {
        inside(t, r).map(|at| insert(t, at, ["&#65;", "&#x41;", "&amp;", "&lt;", "&nbsp;", "&#0;"][r.onder(6)]))
    }),
    ("attribute", |t, r| {
        value(t, r).map(|(tag, _, _)| {
            let extra =
                ["x=\"1\"", "xsi:nil=\"true\"", "xsi:type=\"x\"", "xsi:schemaLocation=\"a b\"", "xml:lang=\"nl\""]
                    [r.onder(5)];
            t.replacen(
                &format!("<{tag}>"),
                &format!("<{tag} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" {extra}>"),
                1,
            )
        })
    }),
    ("value", |t, r| value(t, r).map(|(_, a, b)| format!("{}{}{}", &t[..a], WAARDEN[r.onder(WAARDEN.len())], &t[b..]))),
    ("longer", |t, r| {
        value(t, r).map(|(_, a, b)| format!("{}{}{}{}", &t[..a], &t[a..b], "é".repeat(1 + r.onder(3)), &t[b..]))
    }),
    ("shorter", |t, r| {
        value(t, r).map(|(_, a, b)| {
            let korter: String = t[a..b].chars().skip(1).collect();
            format!("{}{korter}{}", &t[..a], &t[b..])
        })
    }),
    ("truncate", |t, r| {
        let at = r.onder(t.len());
        t.is_char_boundary(at).then(|| t[..at].to_owned())
    }),
    ("declaration", |t, r| {
        let eerste = t.find("?>")? + 2;
        let nieuw = [
            "",
            "<?xml version='1.0'?>",
            "<?xml version='1.1'?>",
            "<?xml version='1.0' standalone='yes'?>",
            " <?xml version='1.0'?>",
        ];
        Some(format!("{}{}", nieuw[r.onder(5)], &t[eerste..]))
    }),
    ("after", |t, r| {
        Some(format!("{t}{}", ["<!-- na -->", "<?na?>", "x", "<a/>", " \r\n", "<![CDATA[]]>"][r.onder(6)]))
    }),
];

/// Values at the borders of facets and lexical forms.
const WAARDEN: [&str; 40] = [
    "",
    " ",
    "0",
    "-0",
    "+5",
    "007",
    "1.0",
    "1e3",
    "99999999",
    "100000000",
    "-1",
    "2023-02-30",
    "2024-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-01-01",
    "-0044-03-15",
    "12026-01-01",
    "02026-01-01",
    "2026-01-01Z",
    "2026-01-01+02:00",
    "2026-13-01",
    "24:00:00",
    "23:59:60",
    "10:00:00Z",
    "10:00:00.5",
    "10:00",
    "À",
    "ỳ",
    "Ỹ",
    "\u{a0}",
    "\u{2003}",
    "𝄞",
    "01",
    "1",
    "XX",
    "9999000A",
    "abc\ndef",
    "\t",
    "x y",
];

fn insert(t: &str, at: usize, what: &str) -> String {
    format!("{}{what}{}", &t[..at], &t[at..])
}

/// Every element with a value: tag, where the value begins and ends.
fn values(t: &str) -> Vec<(String, usize, usize)> {
    let mut uit = Vec::new();
    for (at, _) in t.match_indices('<') {
        let rest = &t[at + 1..];
        let Some(end) = rest.find('>') else { continue };
        let tag = &rest[..end];
        let from = at + end + 2;
        let Some(to) = t[from..].find('<').map(|n| from + n) else { continue };
        if !tag.starts_with(['/', '?', '!']) && t[to..].starts_with(&format!("</{tag}>")) {
            uit.push((tag.to_owned(), from, to));
        }
    }
    uit
}

fn value(t: &str, r: &mut Toeval) -> Option<(String, usize, usize)> {
    r.een(&values(t)).cloned()
}

/// A whole element with a value.
fn leaf(t: &str, r: &mut Toeval) -> Option<(usize, usize)> {
    value(t, r).map(|(tag, from, to)| (from - tag.len() - 2, to + tag.len() + 3))
}

/// A place between elements.
fn between(t: &str, r: &mut Toeval) -> Option<usize> {
    leaf(t, r).map(|(at, _)| at)
}

/// A place inside a value.
fn inside(t: &str, r: &mut Toeval) -> Option<usize> {
    let (_, from, to) = value(t, r)?;
    let midden = usize::midpoint(from, to);
    Some(if t.is_char_boundary(midden) { midden } else { from })
}

/// The bytes of a text in one of the encodings, with a declaration that may or may not be right.
pub fn codering(t: &str, r: &mut Toeval) -> (String, Vec<u8>) {
    let zonder = t.find("?>").map_or(t, |at| &t[at + 2..]);
    let met = |naam: &str| format!("<?xml version=\"1.0\" encoding=\"{naam}\"?>{zonder}");
    let utf16 = |tekst: &str, big: bool| -> Vec<u8> {
        tekst.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let (naam, bytes) = match r.onder(9) {
        0 => ("bom", format!("\u{FEFF}{t}").into_bytes()),
        1 => ("utf16le", utf16(&format!("\u{FEFF}{}", met("UTF-16")), false)),
        2 => ("utf16be", utf16(&format!("\u{FEFF}{}", met("UTF-16")), true)),
        3 => ("utf16-unmarked", utf16(&met("UTF-16"), false)),
        4 => ("latin1", met("ISO-8859-1").chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()),
        5 => ("latin1-bom", format!("\u{FEFF}{}", met("ISO-8859-1")).into_bytes()),
        6 => ("ascii", met("US-ASCII").into_bytes()),
        7 => ("utf16-declared-only", met("UTF-16").into_bytes()),
        _ => ("latin1-bytes-utf8", zonder.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()),
    };
    (format!("enc-{naam}"), bytes)
}
