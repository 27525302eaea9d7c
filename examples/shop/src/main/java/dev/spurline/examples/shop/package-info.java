// SPDX-License-Identifier: Apache-2.0
/**
 * The five services of the shop. They know nothing of Spurline: all they do for it is to pass on the {@code baggage} header,
 * as OpenTelemetry's agent or Spring's tracing do without any code. The newsletter forgets to, for a test that finds it out.
 */
@NullMarked
package dev.spurline.examples.shop;

import org.jspecify.annotations.NullMarked;
