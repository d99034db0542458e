// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.certificate;

import java.time.Instant;

/// Who signed a certificate, as far as the API server has to know it.
///
/// @param pem its own certificate
/// @param end when that ends
public record Authority(String pem, Instant end) {}
