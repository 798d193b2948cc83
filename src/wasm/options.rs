//! The options of a client and of a call, from JavaScript.

use wasm_bindgen::prelude::*;

use super::array::Array;
use crate::core::errors::error::Error;
use crate::core::options::table::{OPTIONS, OptionField, Options, Scope};
use crate::core::text::nearest::Nearest;
use crate::core::text::path;

/// An option that only this host knows: pkg/src reads it, or nothing does.
struct HostOption {
    name: &'static str,
    scope: Scope,
    kind: Kind,
}

enum Kind {
    /// An object or a name that pkg/src/input.js checks: it passes a flag if it is valid. The text is the reason of
    /// the error if it is not.
    Checked(&'static str),
    /// A function.
    Function,
    /// An option of the official client that does not concern these calls. It is accepted, so that one
    /// object can serve both clients, and has no effect.
    Ignored,
}

const SIGNAL: Kind = Kind::Checked("must be an AbortSignal.");
const LOGGER: Kind =
    Kind::Checked("must be an object with the functions error, warn, info and debug.");
const FLAG: Kind = Kind::Checked("must be true or false.");
const LOG_LEVEL: Kind = Kind::Checked("must be off, error, warn, info or debug.");

#[rustfmt::skip]
static HOST_OPTIONS: [HostOption; 21] = [
    host("signal",              Scope::Call,   SIGNAL),
    host("limiter",             Scope::Call,   Kind::Function),
    host("fetch",               Scope::Client, Kind::Function),
    host("onRequest",           Scope::Client, Kind::Function),
    host("onResponse",          Scope::Client, Kind::Function),
    host("onRetry",             Scope::Client, Kind::Function),
    host("onSuccess",           Scope::Client, Kind::Function),
    host("onError",             Scope::Client, Kind::Function),
    host("logger",              Scope::Client, LOGGER),
    host("logLevel",            Scope::Client, LOG_LEVEL),
    host("coalesce",            Scope::Client, FLAG),
    host("audience",            Scope::Client, Kind::Ignored),
    host("domain",              Scope::Client, Kind::Ignored),
    host("isSatellite",         Scope::Client, Kind::Ignored),
    host("jwtKey",              Scope::Client, Kind::Ignored),
    host("machineSecretKey",    Scope::Client, Kind::Ignored),
    host("proxyUrl",            Scope::Client, Kind::Ignored),
    host("publishableKey",      Scope::Client, Kind::Ignored),
    host("requireSecretKey",    Scope::Client, Kind::Ignored),
    host("telemetry",           Scope::Client, Kind::Ignored),
    host("useMachineSecretKey", Scope::Client, Kind::Ignored),
];

const fn host(name: &'static str, scope: Scope, kind: Kind) -> HostOption {
    HostOption { name, scope, kind }
}

/// Reads the result of `readOptions` of pkg/src/input.js: whether this is a browser page, the number of call
/// options, and alternating names and values, call options first.
pub fn from_js(members: &Array) -> Result<Options, Error> {
    let mut options = Options {
        is_page: members.get(0).is_truthy(),
        ..Options::default()
    };
    let mut of_call = members.number(1);
    let mut index = 2;
    while let Some(name) = members.text(index) {
        let scope = if of_call > 0.0 {
            Scope::Call
        } else {
            Scope::Client
        };
        of_call -= 1.0;
        set(&mut options, &name, scope, &members.get(index + 1))?;
        index += 2;
    }
    Ok(options)
}

/// Sets an option that is given for a call or for a client.
fn set(options: &mut Options, name: &str, given_for: Scope, value: &JsValue) -> Result<(), Error> {
    let is_missing = value.is_undefined() || value.is_null();
    let is_meant =
        |known: &str, scope| known == name && (scope == Scope::Call || given_for == Scope::Client);
    let problem = if let Some(row) = OPTIONS.iter().find(|row| is_meant(row.name, row.scope)) {
        if is_missing || assign(options, &row.field, value) {
            return Ok(());
        }
        row.field.expected()
    } else if let Some(row) = HOST_OPTIONS
        .iter()
        .find(|row| is_meant(row.name, row.scope))
    {
        match row.kind {
            Kind::Checked(expected) if !is_missing && value.as_bool().is_none() => expected,
            Kind::Function if !is_missing && !value.is_function() => "must be a function.",
            _ => return Ok(()),
        }
    } else {
        return Err(unknown(name, given_for));
    };
    Err(Error::option(name, problem))
}

/// Assigns an option; `false` if the value has another type.
fn assign(options: &mut Options, field: &OptionField, value: &JsValue) -> bool {
    match field {
        OptionField::Text(field) => replace(field(options), value.as_string()),
        OptionField::Number(field) => replace(field(options), value.as_f64()),
        OptionField::Flag(field) => match value.as_bool() {
            Some(is_set) => {
                *field(options) = is_set;
                true
            }
            None => false,
        },
        OptionField::Texts(field) => {
            let Some(texts) = value.dyn_ref::<Array>() else {
                return false;
            };
            let field = field(options);
            for index in 0..texts.length() {
                let Some(text) = texts.text(index) else {
                    return false;
                };
                field.push(text);
            }
            true
        }
        OptionField::NameAndVersion(field) => {
            let Some(texts) = value.dyn_ref::<Array>() else {
                return false;
            };
            if let (Some(name), Some(version)) = (texts.text(0), texts.text(1)) {
                *field(options) = Some((name, version));
                return true;
            }
            false
        }
    }
}

fn replace<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    *field = value;
    field.is_some()
}

// A separate function: a host compiles functions when they are called, and most calls do not need this one.
#[inline(never)]
fn unknown(name: &str, given_for: Scope) -> Error {
    let host = HOST_OPTIONS.iter().map(|row| (row.name, row.scope));
    let known = host.chain(OPTIONS.iter().map(|row| (row.name, row.scope)));
    let mut reason = String::from("unknown option of createClerkClient.");
    let mut nearest = Nearest::to(name);
    if given_for == Scope::Call {
        reason = String::from(
            "unknown option of a call. Expected limiter, signal, timeout or maxRetries.",
        );
    }
    for (known, scope) in known {
        if scope == Scope::Call || given_for == Scope::Client {
            nearest.consider(known);
        }
    }
    nearest.suggest(&mut reason);
    Error::option(&path::of(&[name]), &reason)
}
