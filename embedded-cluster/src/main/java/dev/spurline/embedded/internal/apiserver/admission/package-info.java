// SPDX-License-Identifier: Apache-2.0
/** What stands between a valid object and the storage: webhooks of tests, limit ranges and quotas. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.admission;

import org.jspecify.annotations.NullMarked;
