// SPDX-License-Identifier: Apache-2.0
/** Objects by key with one global revision, and the log of changes that watches read; knows nothing of HTTP or kinds. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.storage;

import org.jspecify.annotations.NullMarked;
