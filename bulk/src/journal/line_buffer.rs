//! The lines of bytes that arrive in parts, which may end anywhere.

/// The start of the next line.
#[derive(Debug, Default)]
pub struct LineBuffer {
    partial: Vec<u8>,
}

impl LineBuffer {
    /// Calls `visit` with each line that ends in the next bytes.
    ///
    /// # Errors
    /// The first error of `visit`.
    pub fn feed<E>(
        &mut self,
        mut bytes: &[u8],
        mut visit: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(end);
            if self.partial.is_empty() {
                visit(line)?;
            } else {
                let mut complete = std::mem::take(&mut self.partial);
                complete.extend_from_slice(line);
                visit(&complete)?;
            }
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.partial.extend_from_slice(bytes);
        Ok(())
    }

    /// Whether the last line has not ended.
    #[must_use]
    pub fn is_torn(&self) -> bool {
        !self.partial.is_empty()
    }
}
