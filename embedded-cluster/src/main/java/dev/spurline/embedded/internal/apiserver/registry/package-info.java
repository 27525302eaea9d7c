// SPDX-License-Identifier: Apache-2.0
/** What create, update, patch and delete mean: the rules between a request and the storage. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.registry;

import org.jspecify.annotations.NullMarked;
