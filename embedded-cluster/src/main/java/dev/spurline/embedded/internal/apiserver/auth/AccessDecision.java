// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

/**
 * Whether something is allowed.
 *
 * @param allowed whether it is
 * @param reason what allows it; may be empty
 */
public record AccessDecision(boolean allowed, String reason) {

    static final AccessDecision NO = new AccessDecision(false, "");
}
