// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A composed annotation for one method, whose evidence is nobody's concern. */
@Retention(RetentionPolicy.RUNTIME)
@Sandbox(
        namespace = "house",
        fork = @Fork(value = "price", env = "PRICE=9"),
        evidence = Evidence.WARN,
        blueprint = HouseCluster.class)
@interface HouseSandboxOnMethod {}
