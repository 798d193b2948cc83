//! The local Backend API.
