//! `token nieuw`: a token for a party, and the hash that goes into gateway.toml.

use dienst::token::{TokenHash, nieuw};
use serde::Serialize;

use crate::cli::{TokenArgs, TokenOpdracht};
use crate::einde::{Einde, Fout};
use crate::uitvoer;

#[derive(Serialize)]
struct Nieuw<'n> {
    token: &'n str,
    hash: String,
}

pub fn token(args: &TokenArgs) -> Result<Einde, Fout> {
    match args.opdracht {
        TokenOpdracht::Nieuw { json } => {
            let token = nieuw().map_err(|_| Fout::Gebruik("the system gives no random numbers".to_owned()))?;
            let hash = TokenHash::van(&token).to_string();
            if json {
                uitvoer::json(&Nieuw { token: &token, hash })?;
            } else {
                uitvoer::regel(&format!("token  {token}"))?;
                uitvoer::regel(&format!("hash   {hash}"))?;
                uitvoer::regel("")?;
                uitvoer::regel("Het token gaat naar de partij en staat nergens anders; de hash gaat in gateway.toml:")?;
                uitvoer::regel(&format!("  tokens = [\"{hash}\"]"))?;
            }
        }
    }
    uitvoer::klaar()?;
    Ok(Einde::Goed)
}
