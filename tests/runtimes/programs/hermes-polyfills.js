// Polyfills for the globals that React Native adds to its engine. There is no network, and timers never fire.
// The package is the global `client`.
var Encoder = function () {};
Encoder.prototype.encode = function (text) {
  var utf8 = unescape(encodeURIComponent(text));
  var bytes = new Uint8Array(utf8.length);
  for (var index = 0; index < utf8.length; index++) bytes[index] = utf8.charCodeAt(index);
  return bytes;
};
var Decoder = function () {};
Decoder.prototype.decode = function (bytes) {
  var utf8 = "";
  for (var index = 0; bytes && index < bytes.length; index++) utf8 += String.fromCharCode(bytes[index]);
  return decodeURIComponent(escape(utf8));
};
var Controller = function () {
  this.signal = { aborted: false, addEventListener: function () {}, removeEventListener: function () {} };
  this.abort = function () {};
};
globalThis.TextEncoder = Encoder;
globalThis.TextDecoder = Decoder;
globalThis.AbortController = Controller;
globalThis.performance = { now: Date.now };
globalThis.setTimeout = function () { return 1; };
globalThis.clearTimeout = function () {};
