//! A journal that is a function of the host.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::journal::Journal;

/// Without a function nothing is kept.
pub struct HostJournal(pub Option<Function>);

impl Journal for HostJournal {
    fn append(&mut self, line: &str) -> Result<(), String> {
        let Some(append) = &self.0 else {
            return Ok(());
        };
        match append.call1(&JsValue::UNDEFINED, &JsValue::from_str(line)) {
            Ok(_) => Ok(()),
            Err(thrown) => Err(reason(&thrown)),
        }
    }
}

fn reason(thrown: &JsValue) -> String {
    Reflect::get(thrown, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.as_string())
        .filter(|message| !message.is_empty())
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| String::from("the host gave no reason"))
}
