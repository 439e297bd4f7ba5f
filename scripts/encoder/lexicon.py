"""Words of shops, written for this project: what is sold, in which kinds, how it is described and promoted."""


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


# department -> (shelf names, products, qualities, materials or flavours, kinds of size)
DEPARTMENTS: dict[str, tuple[list[str], list[str], list[str], list[str], list[str]]] = {
    "home": (
        words("Home Decor, Housewares, Gifts, Seasonal Gifts, Home Accents, Interior, Living Room"),
        words(
            "photo frame, picture frame, wall clock, alarm clock, cuckoo clock, mantel clock, mirror, vase, bud vase, lantern, candle, "
            "candle holder, t-light holder, tealight holder, candlestick, incense burner, oil burner, scented candle, diffuser, "
            "reed diffuser, doorstop, door mat, doormat, coat hook, wall hook, hanger, coat rack, cushion, cushion cover, throw, "
            "blanket, rug, curtain, curtain tieback, bunting, garland, wreath, hanging heart, hanging star, ornament, figurine, "
            "statue, jewellery box, trinket box, trinket tray, storage box, storage basket, storage tin, cabinet, drawer knob, "
            "chalkboard, blackboard, memo board, noticeboard, pin board, letter rack, key rack, money bank, piggy bank, snow globe, "
            "music box, wind chime, bird house, feather tree, artificial flower, flower pot, plant stand, magnet set, fridge magnet, "
            "metal sign, wall sign, wall art, poster, canvas print, wallpaper, wall sticker, lamp, table lamp, floor lamp, lampshade, "
            "fairy lights, string lights, night light, light bulb, chandelier, stool, footstool, side table, bookend, magazine rack, "
            "paper chain kit, decoration, hanging decoration, bird ornament, zinc heart, ivory wicker heart, drawer liner, hot water bottle"
        ),
        words(
            "hanging, vintage, antique, retro, rustic, country, french, victorian, edwardian, regency, nordic, scandinavian, gothic, "
            "shabby chic, traditional, modern, classic, decorative, small, large, medium, mini, jumbo, giant, tall, round, square, "
            "oval, heart shaped, star shaped, standing, folding, carved, engraved, painted, hand painted, embroidered, frosted, mirrored, "
            "etched, quilted, knitted, woven, crackle, distressed, enchanted, funky, fancy, cute, single, double, triple, magic, luxury"
        ),
        words(
            "wooden, wood, metal, iron, wire, zinc, tin, brass, copper, silver plated, enamel, ceramic, porcelain, glass, cut glass, "
            "resin, wicker, rattan, bamboo, felt, cotton, linen, velvet, silk, paper, acrylic, wax, crystal, slate, marble, jute, bone china"
        ),
        words("cm, set, inch, none"),
    ),
    "kitchen": (
        words("Kitchen, Kitchenware, Tableware, Dining, Bakeware, Cookware, Glassware, Home & Kitchen"),
        words(
            "mug, tea cup, teacup and saucer, teapot, tea set, tea cosy, tea towel, coffee pot, cafetiere, espresso maker, kettle, toaster, "
            "blender, food processor, hand mixer, slow cooker, rice cooker, air fryer, pressure cooker, microwave oven, frying pan, skillet, "
            "saucepan, stock pot, wok, casserole dish, roasting tin, baking tray, cake tin, cake tins, cake stand, cakestand 3 tier, cake case, "
            "cupcake cases, cake cases, muffin tray, pie dish, rolling pin, whisk, spatula, wooden spoon, ladle, tongs, peeler, grater, can opener, "
            "bottle opener, corkscrew, measuring cup, measuring jug, measuring spoons, measuring tape, mixing bowl, salad bowl, fruit bowl, "
            "sugar bowl, soup bowl, cereal bowl, milk jug, water jug, plate, dinner plate, side plate, serving platter, tray, egg cup, egg timer, "
            "butter dish, bread bin, biscuit tin, cookie jar, cookie cutter, jam jar, jam making set, spice rack, spice jar, salt and pepper shakers, "
            "pepper mill, chopping board, cutting board, cutlery set, cutlery, knife set, chef knife, steak knives, fork, spoon, chopsticks, "
            "wine glass, champagne flute, tumbler, shot glass, beer mug, decanter, carafe, ice bucket, lunch box, lunch bag, snack box, "
            "water bottle, thermos flask, food container, apron, oven glove, pot holder, trivet, coaster, placemat, napkin, napkins, "
            "paper napkins, tablecloth, table runner, dish rack, colander, sieve, funnel, recipe box, pantry scales, doiley, doily, tier stand"
        ),
        words(
            "retrospot, polkadot, spotty, striped, gingham, floral, paisley, vintage, retro, pantry design, non-stick, nonstick, stainless, dishwasher safe, "
            "microwave safe, heavy duty, stackable, insulated, leakproof, electric, cordless, manual, induction, deep, shallow, double wall, "
            "heat resistant, BPA free, large, small, mini, family size, professional, compact, fine, hand made, personalised"
        ),
        words(
            "stainless steel, cast iron, aluminium, copper, enamel, ceramic, stoneware, earthenware, porcelain, bone china, melamine, glass, "
            "borosilicate glass, silicone, bamboo, beech, acacia wood, plastic, cotton, oilcloth, paper, marble, granite, tritan"
        ),
        words("ml, litre, cm, set, none"),
    ),
    "grocery": (
        words(
            "Grocery, Dairy, Bakery, Frozen Grocery, Snacks, Canned Goods, Breakfast, Produce, Meat, Deli, Seafood, Condiments, "
            "Baking Needs, International Foods, Cereal, Cheese, Pasta, Salad Dressings, Dry Goods, Confectionery"
        ),
        words(
            "milk, whole milk, skim milk, oat milk, almond milk, soy milk, yogurt, greek yogurt, butter, margarine, cream cheese, cheddar cheese, "
            "mozzarella, parmesan, cottage cheese, shredded cheese, eggs, bread, white bread, whole wheat bread, bagels, english muffins, tortillas, "
            "hamburger buns, croissants, donuts, crackers, cookies, biscuits, potato chips, tortilla chips, pretzels, popcorn, mixed nuts, peanuts, "
            "almonds, cashews, trail mix, granola bars, cereal, corn flakes, oatmeal, granola, muesli, pancake mix, maple syrup, honey, jam, "
            "strawberry jelly, peanut butter, hazelnut spread, chocolate bar, milk chocolate, dark chocolate, chewing gum, hard candy, gummy bears, "
            "marshmallows, lollipop, ice cream, sorbet, frozen pizza, frozen vegetables, frozen dinner, french fries, fish sticks, chicken nuggets, "
            "ground beef, beef steak, pork chops, bacon, sausage, hot dogs, ham, turkey breast, chicken breast, chicken wings, salmon fillet, "
            "shrimp, tuna, sardines, canned soup, tomato soup, chicken broth, baked beans, black beans, kidney beans, chickpeas, lentils, "
            "canned corn, canned tomatoes, tomato paste, pasta sauce, spaghetti, macaroni and cheese, lasagna, noodles, ramen, rice, basmati rice, "
            "quinoa, couscous, flour, sugar, brown sugar, salt, black pepper, cinnamon, curry powder, vanilla extract, baking powder, yeast, "
            "olive oil, vegetable oil, vinegar, soy sauce, ketchup, mustard, mayonnaise, salad dressing, bbq sauce, hot sauce, salsa, hummus, "
            "guacamole, pickles, olives, apples, bananas, oranges, lemons, grapes, strawberries, blueberries, watermelon, avocado, potatoes, "
            "onions, tomatoes, carrots, lettuce, spinach, broccoli, mushrooms, peppers, cucumber, garlic, ginger, baby food, protein bar, tofu"
        ),
        words(
            "organic, natural, low fat, fat free, reduced fat, sugar free, no sugar added, unsweetened, gluten free, vegan, kosher, halal, fresh, "
            "frozen, dried, smoked, roasted, salted, unsalted, low sodium, sliced, shredded, diced, whole, boneless, crunchy, creamy, extra virgin, "
            "free range, grass fed, wild caught, family pack, multipack, single serve, snack size, premium, select, homestyle, spicy, mild, sweet"
        ),
        words(
            "strawberry, vanilla, chocolate, raspberry, blueberry, lemon, lime, orange, apple, cherry, peach, mango, coconut, banana, mint, honey, "
            "maple, caramel, hazelnut, almond, garlic, onion, sour cream, cheddar, bbq, chili, jalapeno, ranch, teriyaki, sea salt, cinnamon, pumpkin"
        ),
        words("oz, g, kg, lb, ct, pack"),
    ),
    "drinks": (
        words("Beverages, Soft Drinks, Coffee & Tea, Beer, Wine, Spirits, Juice, Water, Bar"),
        words(
            "cola, soda, lemonade, ginger ale, tonic water, sparkling water, spring water, mineral water, energy drink, sports drink, orange juice, "
            "apple juice, cranberry juice, tomato juice, smoothie, iced tea, green tea, black tea, herbal tea, chamomile tea, tea bags, ground coffee, "
            "coffee beans, coffee pods, instant coffee, decaf coffee, cold brew, hot chocolate, cocoa mix, beer, lager, pale ale, ipa, stout, cider, "
            "red wine, white wine, rose wine, sparkling wine, champagne, prosecco, vodka, gin, rum, whiskey, tequila, brandy, liqueur, kombucha, protein shake"
        ),
        words("diet, zero sugar, caffeine free, decaffeinated, organic, chilled, carbonated, still, craft, imported, dark roast, medium roast, light roast, dry, sweet, cold pressed, from concentrate, fair trade"),
        words("lemon, lime, cherry, vanilla, orange, grapefruit, raspberry, peach, mango, mint, ginger, berry, tropical, apple, hibiscus, earl grey, english breakfast, colombian"),
        words("ml, litre, floz, pack, can"),
    ),
    "health": (
        words("Health & Beauty, Drug Gm, Personal Care, Pharmacy, Cosmetics, Hair Care, Oral Hygiene, Skin Care, Vitamins, Baby, Analgesics"),
        words(
            "shampoo, conditioner, hair spray, hair gel, hair color, hair brush, comb, hair clips, hair ties, bar soap, hand soap, liquid soap, body wash, "
            "shower gel, bath bomb, bubble bath, bath salts, body lotion, hand cream, face cream, moisturizer, face mask, cleanser, toner, serum, "
            "sunscreen, lip balm, lipstick, lip gloss, mascara, eyeliner, foundation, concealer, blush, nail polish, nail file, makeup remover, "
            "cotton balls, perfume, cologne, deodorant, antiperspirant, razor, razor blades, shaving cream, aftershave, toothpaste, toothbrush, "
            "electric toothbrush, mouthwash, dental floss, pain reliever, ibuprofen, aspirin, acetaminophen, cold medicine, cough syrup, cough drops, "
            "allergy tablets, antacid, laxative, multivitamin, vitamin c, vitamin d, fish oil, probiotic, protein powder, bandages, plasters, "
            "first aid kit, thermometer, hand sanitizer, face masks, contact lens solution, eye drops, diapers, baby wipes, baby lotion, baby formula, "
            "pacifier, baby bottle, tampons, pads, adult analgesics, sleep aid, heating pad, tweezers, massage oil"
        ),
        words(
            "sensitive skin, fragrance free, unscented, hypoallergenic, anti-dandruff, moisturizing, volumizing, whitening, extra strength, "
            "fast acting, non-drowsy, children's, adult, daily, waterproof, long lasting, spf 30, spf 50, travel size, refill, gentle, natural, organic, for men, for women, overnight"
        ),
        words("lavender, rose, aloe vera, coconut, tea tree, mint, citrus, cucumber, honey, argan oil, shea butter, charcoal, vanilla, eucalyptus, oatmeal, jasmine"),
        words("ml, oz, floz, ct, tablets, pack"),
    ),
    "household": (
        words("Household, Cleaning, Laundry, Paper Products, Storage, Pet Care, Pest Control, Bags & Wraps"),
        words(
            "laundry detergent, fabric softener, bleach, stain remover, dryer sheets, dish soap, dishwasher tablets, sponge, scrub brush, mop, broom, "
            "dustpan, bucket, vacuum cleaner, vacuum bags, duster, microfiber cloth, glass cleaner, toilet cleaner, all purpose cleaner, disinfectant wipes, "
            "air freshener, furniture polish, paper towels, toilet paper, toilet roll, facial tissue, trash bags, bin liners, freezer bags, sandwich bags, "
            "aluminum foil, plastic wrap, parchment paper, paper plates, plastic cups, batteries, extension cord, light bulbs, laundry basket, "
            "ironing board, clothes pegs, clothes hangers, shoe rack, storage bins, vacuum storage bags, shower curtain, bath mat, towel, hand towel, bath towel, "
            "dog food, cat food, cat litter, dog treats, dog leash, dog bed, cat toy, bird seed, fish food, flea collar, insect repellent, ant killer, mouse trap"
        ),
        words("concentrated, scented, unscented, free & clear, heavy duty, disposable, reusable, recycled, biodegradable, antibacterial, ultra soft, 2-ply, 3-ply, extra large, jumbo roll, double roll, tall kitchen, drawstring, grain free, indoor, puppy, senior"),
        words("lemon, lavender, fresh linen, ocean breeze, pine, citrus, chicken, beef, salmon, cotton, microfiber, plastic, steel, bamboo"),
        words("oz, litre, ct, rolls, sheets, kg, lb"),
    ),
    "clothing": (
        words("Clothing, Menswear, Womenswear, Kids Wear, Footwear, Accessories, Sportswear, Underwear"),
        words(
            "t-shirt, polo shirt, dress shirt, blouse, sweater, cardigan, hoodie, sweatshirt, jacket, denim jacket, rain jacket, down jacket, coat, "
            "trench coat, vest, jeans, trousers, chinos, leggings, shorts, skirt, dress, maxi dress, evening gown, jumpsuit, suit, blazer, tie, bow tie, "
            "scarf, gloves, mittens, hat, beanie, baseball cap, sun hat, socks, ankle socks, tights, underwear, boxer shorts, briefs, bra, pyjamas, "
            "nightgown, bathrobe, slippers, sneakers, running shoes, sandals, flip flops, boots, ankle boots, rain boots, high heels, loafers, ballet flats, "
            "belt, wallet, purse, handbag, tote bag, backpack, shoulder bag, jumbo bag, shopper bag, shopping bag, suitcase, umbrella, sunglasses, watch, necklace, "
            "bracelet, bangle, earrings, ring, brooch, hair band, swimsuit, bikini, swim shorts, yoga pants, sports bra, tracksuit, baby bodysuit, baby romper"
        ),
        words(
            "men's, women's, unisex, boys, girls, kids, toddler, slim fit, regular fit, relaxed, oversized, stretch, high waist, long sleeve, "
            "short sleeve, sleeveless, v-neck, crew neck, hooded, zip up, button down, waterproof, breathable, thermal, lightweight, padded, lined, "
            "printed, striped, checked, plaid, floral, polka dot, embroidered, vintage, casual, formal, summer, winter, plus size, petite"
        ),
        words("cotton, organic cotton, merino wool, wool, cashmere, linen, silk, satin, denim, leather, faux leather, suede, polyester, nylon, fleece, velvet, corduroy, lace, rubber, canvas, sterling silver, gold plated, pearl, diamante"),
        words("apparel, shoe, none, pair"),
    ),
    "toys": (
        words("Toys, Games, Party Goods, Crafts, Kids, Baby Toys, Stationery, Greeting Cards, Books"),
        words(
            "teddy bear, soft toy, doll, dolls house, rag doll, action figure, toy car, fire engine, train set, wooden train, building blocks, jigsaw puzzle, "
            "puzzle, board game, card game, playing cards, dominoes, ludo, chess set, skipping rope, yo-yo, kite, frisbee, ball, bouncy ball, spinning top, "
            "toy drum, xylophone, recorder, water gun, bubble machine, play tent, sandpit toys, toy kitchen, dressing up costume, fairy wings, "
            "party hat, party bags, paper cups, balloons, birthday candles, confetti, pinata, gift bag, gift wrap, wrapping paper, ribbon, ribbons, gift tags, "
            "greeting card, birthday card, christmas card, invitation, sticker sheet, stickers, notebook, diary, journal, sketchbook, pencil, pencils, "
            "colouring pencils, crayons, felt tip pens, ballpoint pen, fountain pen, eraser, rubber, ruler, pencil case, pencil sharpener, scissors, "
            "glue stick, tape, sewing kit, sewing box, knitting kit, knitting yarn, embroidery kit, craft kit, paint set, paint brushes, easel, modelling clay, glitter, "
            "beads, stamp set, photo album, scrapbook, calendar, passport cover, luggage tag, paperback book, picture book, colouring book, feltcraft doll"
        ),
        words("wooden, magnetic, musical, educational, interactive, glow in the dark, remote control, inflatable, traditional, vintage, retro, spaceboy, dolly girl, circus parade, woodland, dinosaur, unicorn, princess, pirate, robot, animal, alphabet, rainbow, glitter, mini, giant, assorted, pocket, baby, children's, happy birthday"),
        words("wood, plush, felt, cotton, plastic, paper, card, tin, foam, wool, recycled paper"),
        words("set, pieces, sheets, pack, none, age"),
    ),
    "garden": (
        words("Garden, Outdoor, Hardware, DIY, Tools, Automotive, Plants, Floral, Lawn & Garden, Camping, Sports"),
        words(
            "watering can, garden hose, spade, trowel, rake, pruning shears, gardening gloves, plant pot, hanging basket, planter, window box, seeds, "
            "flower seeds, bulbs, potting soil, compost, fertilizer, lawn mower, hedge trimmer, leaf blower, bird feeder, bird bath, garden gnome, "
            "solar light, parasol, deck chair, hammock, picnic basket, picnic blanket, bbq grill, charcoal, fire pit, tent, sleeping bag, camping stove, torch, "
            "flashlight, headlamp, hammer, screwdriver, screwdriver set, wrench, pliers, drill, cordless drill, drill bits, saw, tape measure, spirit level, "
            "nails, screws, wall anchors, sandpaper, paint, paint roller, masking tape, duct tape, super glue, padlock, door handle, hinge, tool box, ladder, "
            "work gloves, safety goggles, motor oil, car wax, windshield wipers, car battery, tyre inflator, bicycle, bike helmet, bike lock, bike pump, "
            "football, basketball, tennis racket, golf balls, yoga mat, dumbbell, kettlebell, resistance band, skipping rope, fishing rod, cooler box, roses, tulips, orchid, houseplant"
        ),
        words("heavy duty, rechargeable, cordless, electric, solar powered, waterproof, weatherproof, rust resistant, adjustable, folding, foldable, portable, telescopic, magnetic, professional, outdoor, indoor, fast growing, climbing, dwarf, potted, slow release, led, quick release"),
        words("steel, galvanised steel, aluminium, brass, wood, teak, bamboo, terracotta, plastic, rubber, nylon, carbon fibre, canvas, concrete, zinc"),
        words("cm, inch, litre, kg, mm, watt, volt, pack, set"),
    ),
    "electronics": (
        words("Electronics, Computers, Mobile Accessories, Audio, Appliances, Office, Photo, Gaming"),
        words(
            "phone case, screen protector, phone charger, usb cable, usb-c cable, lightning cable, hdmi cable, power bank, wireless charger, wall adapter, "
            "bluetooth speaker, headphones, earbuds, headset, microphone, soundbar, turntable, radio, alarm clock radio, television, smart tv, monitor, "
            "laptop, laptop sleeve, tablet, keyboard, mouse, mouse pad, webcam, router, memory card, usb flash drive, external hard drive, ssd, printer, "
            "ink cartridge, toner cartridge, copy paper, calculator, desk lamp, desk organiser, office chair, stapler, binder, sticky notes, envelopes, shredder, "
            "camera, tripod, camera bag, game controller, video game, console, smart watch, fitness tracker, smart plug, smart bulb, security camera, doorbell, "
            "hair dryer, straightener, electric shaver, iron, steam mop, fan heater, air purifier, humidifier, dehumidifier, desk fan, refrigerator, dishwasher, washing machine"
        ),
        words("wireless, bluetooth, noise cancelling, waterproof, fast charging, rechargeable, portable, foldable, ergonomic, mechanical, backlit, rgb, 4k, full hd, hd, smart, dual band, refurbished, universal, compact, slim, energy saving, gaming, for iphone, for android, with remote"),
        words("black, aluminium, plastic, silicone, leather, nylon braided, tempered glass, carbon, steel"),
        words("gb, watt, inch, metre, volt, mah, none, pack"),
    ),
}

COLOURS = words(
    "red, blue, green, yellow, orange, purple, pink, white, black, grey, gray, brown, ivory, cream, beige, navy, navy blue, turquoise, teal, lilac, "
    "lavender, mint, olive, burgundy, maroon, coral, gold, silver, bronze, copper, charcoal, khaki, mustard, peach, rose, fuchsia, magenta, "
    "sky blue, dark green, light blue, pale pink, hot pink, multicolour, assorted colours, clear, transparent, natural, amber, amethyst, jade, sage, red/white, black & white, blue and white, pastel"
)

MOTIFS = words(
    "heart, hearts, star, stars, rose, roses, butterfly, bird, owl, cat, dog, horse, rabbit, bunny, reindeer, fox, elephant, giraffe, lion, bear, "
    "dinosaur, mushroom, toadstool, strawberry, cherry, lemon, apple, leaf, daisy, sunflower, poppy, daisies, botanical, tree, snowflake, snowman, angel, fairy, "
    "union jack, london bus, paris, eiffel tower, world map, skull, skulls, anchor, seaside, beach, circus, carousel, gingham, paisley, polkadot, retrospot, "
    "spots, stripes, chevron, damask, floral, leopard, zebra, rainbow, moon, sun, alphabet, letter A, letter M, number 5, happy birthday, home sweet home, "
    "keep calm, love, welcome, joy, peace, family, best friends, mum, merry christmas, noel, easter egg, halloween pumpkin, valentine, wedding, baby girl, baby boy"
)

OCCASIONS = words(
    "Christmas, Easter, Halloween, Valentine's Day, Mother's Day, Father's Day, Thanksgiving, New Year, Black Friday, Cyber Monday, back to school, "
    "summer, winter, spring, autumn, wedding, birthday, Ramadan, Diwali, Lunar New Year, Super Bowl, Labor Day, Memorial Day, Fourth of July, "
    "bank holiday, end of season, anniversary, grand opening, barbecue season, game day, holiday, weekend, midweek, payday, Prime Day, Singles' Day"
)

PROMOTIONS = words(
    "{n}% off, save {n}%, up to {n}% off, extra {n}% off, {n} percent discount, half price, buy one get one free, bogo, buy one get one half price, "
    "buy {k} get 1 free, {k} for {money}, {k} for the price of {j}, now only {money}, was {money} now {money2}, save {money} when you buy {k}, {money} off, "
    "special offer, limited time offer, while stocks last, last chance, flash sale, clearance, final clearance, end of line, price drop, price cut, "
    "rollback, everyday low price, new lower price, great value, best seller, new, new arrival, just in, exclusive, online only, in store only, members only, "
    "loyalty card price, double points, free gift with purchase, free delivery, free shipping over {money}, coupon, digital coupon, clip and save, "
    "mix and match, multibuy, bundle deal, bonus pack, {n}% extra free, trial size, introductory offer, pre-order, back in stock, deal of the day, "
    "weekend deal, today only, ends Sunday, ends {day}, {occasion} sale, {occasion} special, {occasion} offer, {occasion} promotion, seasonal favourite, gift idea, perfect for {occasion}, "
    "featured in the weekly flyer, front page of the flyer, front page feature in the weekly mailer, back page feature, inside page feature, interior page feature in the weekly mailer, "
    "weekly mailer, weekly ad, advertised on tv, radio advertising, email newsletter, app offer, wrap cover, catalogue cover, store front display, end cap display, "
    "end aisle display, front end aisle, mid aisle display, rear end cap, side aisle end cap, in-aisle display, in-shelf feature, secondary location, "
    "promotional end cap, free standing display, pallet display, checkout display, window display, shelf talker, temporary price reduction, no promotion, "
    "not advertised, price match, student discount, staff pick, as seen on tv, sponsored, top rated, award winning, limited edition, outlet, open box"
)

PHRASES = words(
    "perfect for any home, ideal gift for friends and family, easy to clean, machine washable at 30 degrees, dishwasher and microwave safe, made from recycled materials, "
    "handmade by local artisans, suitable for indoor and outdoor use, batteries not included, assembly required, comes in a gift box, with matching lid, with handle, with drawer, "
    "supplied with fixings, two year warranty, not suitable for children under 3, keep refrigerated after opening, best before date on pack, contains nuts, "
    "suitable for vegetarians, no artificial colours or flavours, source of fibre, high in protein, dermatologically tested, cruelty free, fits most models, "
    "adds a touch of charm to your kitchen, a classic design that never goes out of style, soft and comfortable for everyday wear, keeps drinks hot for 12 hours, "
    "quick and easy to use, great for parties and picnics, helps keep your home organised, brings a warm glow to the room, assorted designs one supplied at random, "
    "sold individually, sold as a pair, please recycle, store in a cool dry place, adjustable strap, non-slip base, hanging loop included, limited stock, colour may vary, "
    "hard wearing and durable, reduces noise, saves space, energy efficient, refillable, for all skin types, for daily use, crafted with care, timeless style, made in England, made in Italy, imported"
)

BRAND_SYLLABLES = words(
    "al, bel, bren, cal, cor, dal, el, fen, gal, har, il, jor, kel, lor, mar, nor, ol, pel, quin, ros, sel, tor, ul, val, wen, xan, yor, zel, "
    "a, ba, bo, di, do, e, fi, go, hu, ka, la, li, ma, mi, na, no, o, pa, ri, sa, so, ta, vi, zo"
)
BRAND_ENDINGS = words("ra, na, ton, well, ex, ora, ina, field, wood, co, ley, berg, ano, ette, ix, ia, um, so, way, stone, crest, mont, dale, ly, fresh, care, home, kids, craft, tech")
BRAND_KINDS = words("national brand, private label, store brand, own brand, private brand, generic, designer, premium brand, value range")
