// React Native's engine by itself: what React Native brings beside it is filled in here, without any
// network or time. The package is the global `client`.
var encoder = function () {};
encoder.prototype.encode = function (text) {
  var utf8 = unescape(encodeURIComponent(text));
  var bytes = new Uint8Array(utf8.length);
  for (var index = 0; index < utf8.length; index++) bytes[index] = utf8.charCodeAt(index);
  return bytes;
};
var decoder = function () {};
decoder.prototype.decode = function (bytes) {
  var utf8 = "";
  for (var index = 0; bytes && index < bytes.length; index++) utf8 += String.fromCharCode(bytes[index]);
  return decodeURIComponent(escape(utf8));
};
var controller = function () {
  this.signal = { aborted: false, addEventListener: function () {}, removeEventListener: function () {} };
  this.abort = function () {};
};
globalThis.TextEncoder = encoder;
globalThis.TextDecoder = decoder;
globalThis.AbortController = controller;
globalThis.performance = { now: Date.now };
globalThis.setTimeout = function () { return 1; };
globalThis.clearTimeout = function () {};
