// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

import java.util.List;

/**
 * The objects below a prefix as they were at one revision.
 *
 * @param objects in the order of their keys
 * @param revision the revision of the whole storage
 */
public record StoreSnapshot(List<StoredObject> objects, long revision) {}
