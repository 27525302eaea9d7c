// SPDX-License-Identifier: Apache-2.0
/** Label and field selectors as the Kubernetes API parses and applies them. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.selectors;

import org.jspecify.annotations.NullMarked;
