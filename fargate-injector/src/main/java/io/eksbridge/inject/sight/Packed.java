// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// An object that is kept whole though there may be thousands of its kind: packed.
public final class Packed {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] bytes;

  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  static Packed of(JsonNode json) {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream packing = new DeflaterOutputStream(bytes)) {
      JSON.writeValue(packing, json);
    } catch (IOException impossible) { // in memory
      throw new UncheckedIOException(impossible);
    }
    return new Packed(bytes.toByteArray());
  }

  /// What was packed.
  public JsonNode json() throws IOException {
    return JSON.readTree(new InflaterInputStream(new ByteArrayInputStream(bytes)));
  }

  /// How many bytes it takes.
  int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof Packed packed && Arrays.equals(bytes, packed.bytes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
