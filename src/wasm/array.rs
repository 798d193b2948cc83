//! JavaScript arrays. The crate js-sys is not used, because its closures would stay in the wasm (1 KB after gzip).

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An array.
    #[wasm_bindgen(is_type_of = JsValue::is_array)]
    #[derive(Clone, Debug)]
    pub type Array;

    /// An empty array.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Array;

    /// The number of its elements.
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &Array) -> u32;

    #[wasm_bindgen(method, structural, indexing_getter)]
    fn at(this: &Array, index: u32) -> JsValue;

    #[wasm_bindgen(method)]
    fn push(this: &Array, value: &JsValue) -> u32;
}

impl Array {
    /// Appends an element.
    // A separate function: dropping each element of a slice takes more code.
    #[inline(never)]
    pub fn add(&self, element: JsValue) {
        self.push(&element);
    }

    /// The array that the host has passed.
    pub fn from_host(value: &JsValue) -> &Array {
        value.unchecked_ref()
    }

    /// The element at an index; `undefined` if there is none.
    pub fn get(&self, index: u32) -> JsValue {
        self.at(index)
    }

    /// The string at an index.
    pub fn text(&self, index: u32) -> Option<String> {
        self.get(index).as_string()
    }

    /// The number at an index; NaN if there is none.
    pub fn number(&self, index: u32) -> f64 {
        self.get(index).as_f64().unwrap_or(f64::NAN)
    }
}
