// SPDX-License-Identifier: Apache-2.0
/**
 * What a run with sandboxes did: the values of which {@code report.json} consists, and the page and the Markdown that are
 * rendered of them. Knows neither Kubernetes nor a test framework: whoever runs tests fills the values in.
 */
@NullMarked
package dev.spurline.report;

import org.jspecify.annotations.NullMarked;
