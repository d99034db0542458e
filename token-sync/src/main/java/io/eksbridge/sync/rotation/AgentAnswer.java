// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync.rotation;

/// What the cluster agent made of a token.
public enum AgentAnswer {
  /// 200: it runs with this token.
  ACCEPTS,
  /// 401 or 403: it runs with another.
  REFUSES,
  /// No answer, or one of another kind.
  SILENT,
  /// It was not asked.
  UNASKED
}
