// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * A route of a sandbox.
 *
 * @param object kind, namespace and name
 * @param service the Service whose requests it decides about
 * @param sentence what it does
 * @since 0.1
 */
public record ReportedRoute(String object, String service, String sentence) {}
