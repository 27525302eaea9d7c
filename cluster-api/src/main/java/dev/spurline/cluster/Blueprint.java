// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

/**
 * Describes an embedded cluster: manifests, images and mesh. Implementations have a constructor without parameters, so
 * that they can be named in an annotation or a setting.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Blueprint {

    /**
     * Describes the cluster.
     *
     * @param cluster takes the description
     */
    void describe(ClusterSpec cluster);
}
