// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A composed annotation, as a team would write it. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Sandbox(namespace = "house", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = HouseCluster.class)
@interface HouseSandbox {}
