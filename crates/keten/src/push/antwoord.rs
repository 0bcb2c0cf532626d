//! What an attempt came to, and how an answer is read. Source: transport.md 3.5 and 4.4.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// What one attempt to deliver came to. `reden` is safe to log and to store: it holds a status and known codes, nothing
/// that the other side wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poging {
    /// 204: the other side has it.
    Afgeleverd,
    /// It may work later, with the same bytes and the same `traceerId`.
    Opnieuw {
        /// Why, in a few words.
        reden: String,
        /// What the other side asked for; a floor under the wait.
        retry_after: Option<Duration>,
        /// Whether the message may have arrived all the same: everything was sent and no usable answer came.
        uitkomst_onbekend: bool,
    },
    /// The same message will never be taken.
    Definitief {
        /// HTTP status.
        status: u16,
        /// Why, in a few words.
        reden: String,
    },
}

impl Poging {
    /// Whether the other side says that it knows this `traceerId` (BRS114). After an earlier attempt with an unknown outcome
    /// that means: delivered. Without one it means that the id was used for something else.
    pub fn zegt_al_bekend(&self) -> bool {
        matches!(self, Poging::Definitief { reden, .. } if woorden(reden).any(|woord| woord == "BRS114"))
    }

    /// Whether trying again helps.
    pub fn retry_helps(&self) -> bool {
        matches!(self, Poging::Opnieuw { .. })
    }

    pub(super) fn opnieuw(reden: impl Into<String>, uitkomst_onbekend: bool) -> Self {
        Poging::Opnieuw { reden: reden.into(), retry_after: None, uitkomst_onbekend }
    }

    /// Judges an answer; `inhoud` is as much of the body as was read.
    pub(super) fn van(status: StatusCode, headers: &HeaderMap, inhoud: &[u8], nu: SystemTime) -> Self {
        if status == StatusCode::NO_CONTENT {
            return Poging::Afgeleverd;
        }
        let reden = reden(status, inhoud);
        let tijdelijk = status.is_server_error()
            || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS);
        if tijdelijk || status.is_success() || status.is_informational() {
            // Something between us and the endpoint answered, or something that is not the endpoint.
            let onbekend = status.is_success()
                || matches!(
                    status,
                    StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT
                );
            return Poging::Opnieuw { reden, retry_after: retry_after(headers, nu), uitkomst_onbekend: onbekend };
        }
        Poging::Definitief { status: status.as_u16(), reden }
    }
}

/// Status, what it means here, and known codes.
fn reden(status: StatusCode, inhoud: &[u8]) -> String {
    let uitleg = match status.as_u16() {
        s @ 200..=299 => format!("HTTP {s} where 204 is expected"),
        s @ 300..=399 => format!("HTTP {s}: a redirect, which is never followed; correct the address of the endpoint"),
        s @ (401 | 403) => format!("HTTP {s}: our certificate may not do this"),
        404 => "HTTP 404: wrong address of the endpoint".to_owned(),
        413 => "HTTP 413: message too large; split it".to_owned(),
        s => format!("HTTP {s}"),
    };
    let tekst = String::from_utf8_lossy(inhoud);
    let codes = codes(&tekst);
    if codes.is_empty() { uitleg } else { format!("{uitleg}, {}", codes.join(", ")) }
}

/// Codes of the lists in transport.md 3.2 to 3.4 that stand in a text: a known prefix and at most three digits, so that
/// nothing else can slip through. At most five.
fn codes(tekst: &str) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for woord in woorden(tekst).filter(|woord| is_code(woord)) {
        if !codes.contains(&woord) {
            codes.push(woord);
        }
        if codes.len() == 5 {
            break;
        }
    }
    codes
}

fn woorden(tekst: &str) -> impl Iterator<Item = &str> {
    tekst.split(|c: char| !c.is_ascii_alphanumeric()).filter(|woord| !woord.is_empty())
}

fn is_code(woord: &str) -> bool {
    let nummers = ["BRS", "IB", "CC", "RIN", "StUF"].iter().filter_map(|voor| woord.strip_prefix(voor));
    nummers.into_iter().any(|nummer| (1..=3).contains(&nummer.len()) && nummer.bytes().all(|b| b.is_ascii_digit()))
}

/// Seconds or an HTTP date; anything else counts as absent.
fn retry_after(headers: &HeaderMap, nu: SystemTime) -> Option<Duration> {
    let waarde = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconden) = waarde.parse() {
        return Some(Duration::from_secs(seconden));
    }
    let moment = httpdate::parse_http_date(waarde).ok()?;
    Some(moment.duration_since(nu).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use reqwest::header::HeaderValue;

    use super::*;

    fn van(status: u16, inhoud: &str) -> Poging {
        Poging::van(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), inhoud.as_bytes(), UNIX_EPOCH)
    }

    #[test]
    fn only_204_is_delivered() {
        assert_eq!(van(204, ""), Poging::Afgeleverd);
        for status in [200, 201, 202, 205, 408, 425, 429, 500, 502, 503, 504, 599] {
            assert!(van(status, "").retry_helps(), "{status}");
        }
        for status in [300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 410, 413, 415, 422, 451] {
            assert!(matches!(van(status, ""), Poging::Definitief { status: s, .. } if s == status), "{status}");
        }
    }

    #[test]
    fn the_outcome_is_unknown_when_the_endpoint_itself_did_not_answer() {
        let onbekend = |status| matches!(van(status, ""), Poging::Opnieuw { uitkomst_onbekend: true, .. });
        assert!([200, 202, 408, 502, 504].into_iter().all(onbekend));
        assert!(![429, 500, 503].into_iter().any(onbekend));
    }

    #[test]
    fn a_reason_holds_codes_and_nothing_else_of_the_answer() {
        let inhoud = r#"{"title":"Jansen, 999900006","errors":{"BRS13":["IB021: 1e BRS13, BRS1234, XIB021, brs14"]}}"#;
        let Poging::Definitief { reden, .. } = van(422, inhoud) else { panic!() };
        assert_eq!(reden, "HTTP 422, BRS13, IB021");
        let veel = (1..50).fold(String::new(), |veel, n| format!("{veel}BRS{n} "));
        let Poging::Definitief { reden, .. } = van(422, &veel) else { panic!() };
        assert_eq!(reden, "HTTP 422, BRS1, BRS2, BRS3, BRS4, BRS5");
    }

    #[test]
    fn brs114_is_told_apart() {
        assert!(van(422, r#"{"errors":{"BRS114":["x"]}}"#).zegt_al_bekend());
        assert!(!van(422, r#"{"errors":{"BRS11":["x"]}}"#).zegt_al_bekend());
        assert!(!van(500, "BRS114").zegt_al_bekend());
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let na = |waarde: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(waarde).unwrap())]);
            retry_after(&headers, UNIX_EPOCH + Duration::from_secs(784_111_700))
        };
        assert_eq!(na("120"), Some(Duration::from_secs(120)));
        assert_eq!(na("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(77)));
        assert_eq!(na("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!([na("soon"), na("-1"), na("1.5")], [None, None, None]);
        assert_eq!(retry_after(&HeaderMap::new(), UNIX_EPOCH), None);
    }
}
