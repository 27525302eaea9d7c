// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.ClusterSpec;

class LinkerdFollowingTests extends FollowingTestCase {

    LinkerdFollowingTests() {
        super(ClusterSpec.Mesh.LINKERD);
    }
}
