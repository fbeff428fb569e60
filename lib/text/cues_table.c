/*
 * cues_table.c - the cues, French and English; cues.h says how they are written
 *
 * Many in a string, "|" between them. Negative points take back what a part of a phrase gave too early.
 */
#include "cues.h"

const struct cue cues_table[] = {
	{ LABEL_QUESTION, 100,
	    "^comment _ faire|^comment faire|^comment puis je|^comment on|^comment ca|^comment je|"
	    "^comment est ce|est ce que|est ce qu|^pourquoi|^quand est|^quand est ce|^quand sera*|"
	    "^quand seront|^quand aura*|^quand pensez|^quand allez|^ou est|^ou puis je|^ou sont|"
	    "^ou peut on|^ou trouver|^combien|^quel est|^quelle est|^quels sont|^quelles sont|"
	    "^quel _ est|^qui peut|est il|est elle|sont ils|comptez vous|existe t il|y a t il|"
	    "comment fait on|^qui sait|^qui a deja|quelqu un sait|quelqu un peut|quelqu un a|"
	    "quelqu un connait|quelqu un les|quelqu un aurait|^quand sort|^quand ouvre*|"
	    "^quand commence|^quand arrive|^pouvez vous|^pourriez vous|^peux tu|^peut on|^puis je|"
	    "^avez vous|^auriez vous|^serait il possible|^est il possible|^y a t il|^savez vous|"
	    "^sait on|je voudrais savoir|je voulais savoir|j aimerais savoir|j aurais voulu savoir|"
	    "je me demande si|je me demandais si|pouvez vous me dire|pourriez vous me dire|"
	    "dites moi si|merci de me dire|une question|j ai une question|petite question|c est quoi|"
	    "^a quelle heure|^jusqu a quand|^faut il|^doit on|^livrez vous|^faites vous|"
	    "^acceptez vous|^vendez vous|^proposez vous|^prenez vous|^ca marche comment|"
	    "vous ouvrez a quelle|vous fermez a quelle|vous livrez aussi|sais pas si|savoir si|"
	    "savoir quand|savoir comment|savoir ou|^how do|^how can|^how much|^how long|^how many|"
	    "^how does|^how is|^how to|^what is|^what are|^what time|^what does|^whats the|"
	    "^what s the|^where is|^where are|^where can|^where do|^when will|^when is|^when are|"
	    "^when do|^when does|^why is|^why does|^why do|^why are|^who can|^which one|^which size|"
	    "^can you|^can i|^can we|could you tell|would you know|does anybody|do you know|"
	    "can somebody|can you change|^could you|^could i|^do you|^does it|^does the|^does this|"
	    "^is it|^is there|^is this|^is the|^are there|^are you|^are these|^will you|^will it|"
	    "^will there|^would it be|^have you|^has anyone|^did you|^should i|^anyone know|"
	    "^does anyone|any idea|any chance|i was wondering|wondering if|i wonder if|"
	    "i d like to know|i would like to know|want to know|let me know if|let me know when|"
	    "can someone|could someone|can anybody|can anyone|someone tell me|tell me if|tell me how|"
	    "tell me when|quick question|a question" },
	{ LABEL_QUESTION, 60,
	    "^quel|^quelle|^quels|^quelles|^comment|^ou|^qui|^quand|^how|^what|^where|^when|^why|"
	    "^who|^which" },
	{ LABEL_QUESTION, -60,
	    "^how cool|^how nice|^how lovely|^what a|^what an|^quel plaisir|^quelle belle|"
	    "^quel bonheur|^quelle honte|^quel scandale|^quelle merveille|^quand on|^quand je|"
	    "^when i|^when you|^what you|serieux|vraiment" },
	{ LABEL_COMPLAINT, 100,
	    "c est inadmissible|inadmissible|inacceptable|ne repond jamais|ne repond pas|ne repondez|"
	    "ne repond plus|repondez jamais|repondez pas|c est du vol|du vol|troisieme fois|"
	    "deuxieme fois|quatrieme fois|enieme fois|encore casse*|article casse*|est casse*|"
	    "arrive casse*|est arrive ouvert|est arrive trempe|est arrive abime*|il manque|"
	    "moitie manque|manquant*|plante*|bugue|buggue|beug*|ne s ouvre plus|ne charge plus|"
	    "ne se lance plus|pas serieux|manque de respect|aucun respect|aucune excuse|jamais vu ca|"
	    "jamais ete aussi|attend* depuis|attente interminable|une heure d attente|"
	    "heures d attente|heure au telephone|raccroche au nez|sans explication|"
	    "publicite mensongere|mensong*|menteur*|m a menti|incompeten*|inutile|bacle*|trop salee|"
	    "immangeable*|pas frais|degueulasse|infect*|ca suffit|stop aux|chambre sale|"
	    "baisse de qualite|qualite baisse|qualite a baisse|beaucoup baisse|honteux|une honte|"
	    "c est une honte|scandaleux|un scandale|lamentable|deplorable|decevant|decevante|"
	    "tres decu*|vraiment decu*|extremement decu*|decu par|decue par|decus par|je suis decu*|"
	    "arnaque|c est de l arnaque|escroquerie|escroc*|voleurs|foutage de gueule|"
	    "se moque du monde|vous vous moquez|on se moque|prend pour des|pas content|pas contente|"
	    "mecontent*|insatisfait*|pas satisfait*|ne fonctionne pas|ne fonctionne plus|"
	    "ne marche pas|ne marche plus|marche plus|fonctionne plus|jamais recu|toujours pas recu|"
	    "toujours rien recu|toujours pas livr*|toujours pas de nouvelle*|pas de reponse|"
	    "aucune reponse|sans reponse|aucune nouvelle|jamais repondu|personne ne repond|"
	    "personne repond|injoignable*|service client nul|service nul|service deplorable|la pire|"
	    "le pire|de pire en pire|a fuir|fuyez|plus jamais|derniere fois que|ne commanderai plus|"
	    "je ne recommande pas|ne recommande pas|deconseille|recu casse*|casse au bout|"
	    "tombe en panne|en panne|defectueu*|abime*|mauvaise qualite|qualite nulle|"
	    "qualite mediocre|mediocre|trois semaines de retard|en retard|retard de livraison|"
	    "ras le bol|j en ai marre|marre de|j en ai assez|porter plainte|je porte plainte|"
	    "reclamation|c est nul|trop nul|vraiment nul|nul a chier|catastroph*|une catastrophe|"
	    "erreur dans ma commande|pas ma commande|mauvaise taille|mauvais article|unacceptable|"
	    "disgraceful|keeps crashing|keep crashing|kept crashing|crashes every|keeps freezing|"
	    "keeps failing|third time|second time this|fourth time|every single time|nobody replying|"
	    "nobody is replying|nobody repl*|no one replying|not replying|never reply*|never replied|"
	    "not answering|not responding|unanswered|on hold|hung up on|no apology|no explanation|"
	    "smelled of|smells like|stinks|was dirty|were dirty|filthy|inedible|undercooked|"
	    "overcooked|stale|raw inside|lied about|false advertising|not as described|"
	    "not as advertised|nothing like the|leaking|leaks|cracked|torn|ripped|stained|scratched|"
	    "shrunk|got the wrong|sent the wrong|sent me the wrong|charged me twice|gone downhill|"
	    "going downhill|how hard is it|get your act together|sort it out|sort this out|fix this|"
	    "fix your|disgusting service|terrible|horrible|awful|appalling|worst|rubbish|"
	    "shame on you|a joke|rip off|ripoff|ripped off|scam|scammers|very disappoint*|"
	    "so disappoint*|really disappoint*|disappointed|disappointing|not happy|unhappy|"
	    "not impressed|fed up|sick of|still waiting|still not received|never received|"
	    "never arrived|still havent received|havent received|hasnt arrived|not arrived|"
	    "still no reply|no reply|no response|no answer|nobody answers|nobody replies|"
	    "no one answers|never answer*|ignored|ignoring|doesnt work|does not work|not working|"
	    "stopped working|isnt working|wont work|broken|broke after|fell apart|faulty|defective|"
	    "damaged|poor quality|poor service|bad service|terrible service|useless|waste of money|"
	    "waste of time|never again|never buying|never ordering|will not order|wont be ordering|"
	    "avoid|do not buy|dont buy|stay away|wrong item|wrong size|wrong order|missing item*|"
	    "late again|overcharged|charged twice|complaint|make a complaint|ridiculous|a disgrace|"
	    "lied to|misleading|cold food|was cold|rude|unprofessional" },
	{ LABEL_COMPLAINT, 60,
	    "trop cher|depuis des semaines|depuis plusieurs|toujours pas|encore une fois|honte|decu*|"
	    "nul|nulle|pire|probleme*|malheureusement|attendre|en attente depuis|rien ne|dommage|"
	    "desagreable|impoli*|incompetent*|lent|lente|sale|bruyant|froid|froide|bug|bad|poor|late|"
	    "slow|dirty|problem*|unfortunately|worse|expensive|overpriced|incompetent|waited|"
	    "waiting for|weeks ago|hours late|for weeks|for days|crash*" },
	{ LABEL_COMPLAINT, -60,
	    "pas decu*|not disappointed|not bad|pas mal|aucun souci|aucun bug|no bugs" },
	{ LABEL_COMPLAINT, -120, /* "probleme" is given points in both languages */
	    "aucun probleme|pas de probleme|sans probleme|no problem|no problems" },
	{ LABEL_PRAISE, 100,
	    "bravo|quelle belle|quel beau|belle reussite|superbe*|felicitations|excellent*|parfait|"
	    "parfaite|parfaits|au top|c est top|trop bien|trop bon|vraiment bien|tres bien|"
	    "super service|super equipe|super produit*|super qualite|super contente*|super content|"
	    "magnifique*|magnifiquement|genial*|formidable*|exceptionnel*|extraordinaire*|"
	    "fantastique*|merveilleu*|sublime*|impeccable*|remarquable*|delicieu*|un delice|un regal|"
	    "je recommande|recommande vivement|vivement recommande|a recommander|j adore|on adore|"
	    "nous adorons|j ai adore|on a adore|adorable*|coup de coeur|tres satisfait*|"
	    "entierement satisfait*|ravi|ravie|ravis|enchante*|tres content*|merci pour tout|"
	    "merci beaucoup pour|merci infiniment|mille mercis|un grand merci|merci a toute l equipe|"
	    "merci a l equipe|continuez comme ca|continuez|rien a redire|ne changez rien|chapeau|"
	    "incroyable*|qualite au rendez vous|le meilleur|la meilleure|les meilleurs|"
	    "les meilleures|que du bonheur|accueil chaleureux|au petit soin*|aux petits soins|"
	    "tellement beau|tellement belle|trop beau|trop belle|tres beau|tres belle|bluffant*|"
	    "chaleureu*|irreprochable*|love it|love this|love your|love the|love my|i love|we love|"
	    "loved it|loved the|amazing|awesome|excellent|brilliant|fantastic|wonderful|superb|"
	    "outstanding|perfect|perfectly|gorgeous|beautiful|delicious|delightful|great job|"
	    "great service|great product*|great quality|great work|great team|great experience|"
	    "good job|well done|nice work|best ever|the best|highly recommend|would recommend|"
	    "recommend to|thank you so much|thanks so much|many thanks|big thanks|kudos|congrats|"
	    "congratulations|so happy with|very happy|really happy|very pleased|so pleased|delighted|"
	    "impressed|exceeded|five stars|5 stars|5 etoiles|cinq etoiles|keep it up|keep up the|"
	    "so good|really good|very good|fabulous|top notch|spot on|so helpful|very helpful|"
	    "super helpful|flawless" },
	{ LABEL_PRAISE, 60,
	    "super|top|merci|rapide|efficace|sympa|agreable|bon|bonne|content|contente|beau|belle|"
	    "joli|jolie|hate|great|good|nice|thanks|thank you|happy|helpful|fast|lovely|friendly|"
	    "love|cool|best|bien|beaute" },
	{ LABEL_PRAISE, -100,
	    "pas bien|pas terrible|pas top|pas bon|pas le meilleur|pas content*|not happy|not good|"
	    "not great|not impressed|no thanks|non merci|wasnt impressed|unhappy|thanks for nothing|"
	    "merci pour rien|bravo la|bravo les|bravo pour le retard|bravo pour votre incompetence|"
	    "pas super|pas genial|pas tres bien|je ne recommande pas|ne recommande pas|not recommend|"
	    "wouldnt recommend|would not recommend|dont recommend|not very good|would have been|"
	    "aurait ete|serait parfait|would be perfect|would be great|would be nice|super nul|"
	    "super decu*|super lent*|used to love|plus jamais|never again|pas parfait|not perfect|"
	    "perfect timing|merci de|merci d avance|thanks in advance|merci de me" },
	{ LABEL_PURCHASE, 100,
	    "en commander|je voudrais commander|je souhaite commander|j aimerais commander|"
	    "je veux commander|comment commander|pour commander|passer commande|passer une commande|"
	    "je voudrais acheter|je souhaite acheter|j aimerais acheter|je veux acheter|"
	    "veux l acheter|veux en acheter|ou acheter|ou peut on acheter|ou puis je acheter|"
	    "puis je l acheter|puis je en acheter|peut on l acheter|ou l acheter|ou trouver|"
	    "peut on commander|je peux commander|je peux acheter|je prends|je le prends|je la prends|"
	    "je les prends|j en prends|j en veux|je le veux|je la veux|il me le faut|il me la faut|"
	    "il me les faut|il m en faut|est il disponible|est elle disponible|sont ils disponibles|"
	    "encore disponible*|toujours disponible*|est ce disponible|de nouveau disponible|"
	    "bientot disponible|en stock|de retour en stock|quel est le prix|quel prix|c est combien|"
	    "c est a combien|combien coute*|ca coute combien|combien ca coute|combien pour|"
	    "quel tarif|quels sont vos tarifs|un devis|reserver|je reserve|je voudrais reserver|"
	    "precommand*|pre commander|lien pour acheter|lien d achat|livrez vous|vous livrez|"
	    "interesse par l achat|je suis interesse*|tres interesse*|je suis preneu*|je craque|"
	    "je vais craquer|dans mon panier|en vente ou|mettre de cote|code promo|"
	    "une reduction pour|vendez vous|vous vendez|je vais l acheter|je vais en acheter|"
	    "je vais commander|ordering tonight|ordering now|ordering one|order one|ordering two|"
	    "i m ordering|im ordering|need this in my|i want to order|want to buy|want to order|"
	    "like to buy|like to order|like to purchase|looking to buy|can i buy|can i order|"
	    "can i get one|can i preorder|can we order|where can i buy|where can i get|"
	    "where can i find|where to buy|where do i buy|where to get|how do i order|"
	    "how can i order|how to order|how can i buy|how do i buy|how much is|how much are|"
	    "how much for|how much does|how much do|whats the price|what s the price|"
	    "what is the price|price please|the price of|is it available|is this available|"
	    "still available|are these available|available in|in stock|back in stock|restock*|"
	    "pre order|preorder|i need this|i need one|i need it|take my money|i ll take|ill take|"
	    "i want one|i want it|i want this|we want two|add to cart|in my basket|in my cart|"
	    "do you sell|do you ship|do you deliver|ship to|shipping to|discount code|promo code|"
	    "get a quote|a quote for|place an order|make an order|book a table|book a room|reserve a|"
	    "sign me up|about to buy|going to buy|gonna buy|buying this|buying one|need to buy|"
	    "must buy|ready to buy|interested in buying|interested in purchasing|want to purchase|"
	    "purchase it" },
	{ LABEL_PURCHASE, 60,
	    "prix|tarif*|combien|acheter|commander|disponible*|dispo|price|buy|order|available|"
	    "how much|purchase|sizes|tailles|vos boutiques|en magasin" },
	{ LABEL_PURCHASE, -60,
	    "ma commande|my order|j ai commande|j ai achete|i ordered|i bought|deja commande|"
	    "avais commande|order number|numero de commande|rembours*|refund*|annuler|cancel*|"
	    "ne commanderai plus|retour|n acheterai plus|jamais recu|not arrived|never again|"
	    "wont buy|dont buy|plus jamais" },
	{ LABEL_REFUND, -100,
	    "take my money|prenez mon argent" },
	{ LABEL_REFUND, 100,
	    "rembours*|je veux mon argent|mon argent|recuperer mon argent|rendez moi mon argent|"
	    "rendez l argent|rendre mon argent|etre credite|un avoir|geste commercial|dedommag*|"
	    "annuler ma commande et|me rendre|retourner l article|retourner le produit|retourner ce|"
	    "retourner ma commande|renvoyer l article|renvoyer le produit|frais de retour|"
	    "bon de retour|procedure de retour|faire un retour|satisfait ou|recredit*|refund*|"
	    "money back|my money|reimburse*|reimbursement|give me back|return the item|"
	    "return this item|return it|return my|return label|send it back|sending it back|"
	    "chargeback|charge back|store credit|compensation|compensate|credited back|credit back|"
	    "return policy|returns policy|return an item" },
	{ LABEL_REFUND, 60,
	    "retour|annuler|annulation|prelev*|debite*|cancel*|charged|overcharged|charged twice|"
	    "return|credit" },
	{ LABEL_URGENT, 100,
	    "urgent|urgente|urgence|urgemment|en urgence|tres urgent|au plus vite|"
	    "le plus vite possible|des que possible|immediatement|tout de suite|sans delai|"
	    "dans l heure|aujourd hui meme|aujourdhui meme|avant ce soir|avant demain|"
	    "ce soir au plus tard|au secours|aidez moi|a l aide|reponse rapide|repondez vite|"
	    "repondez moi vite|faites vite|il me faut une reponse|besoin d une reponse|"
	    "c est pour demain|pour demain matin|demain matin|dans deux heures|dans une heure|"
	    "depeche*|vite svp|bloque a|bloquee a|bloques a|coince*|asap|urgently|right now|"
	    "right away|immediately|as soon as possible|emergency|help me|need help now|please hurry|"
	    "hurry up|hurry|by tonight|before tonight|by tomorrow|before tomorrow|tomorrow morning|"
	    "within the hour|in two hours|in an hour|in one hour|time sensitive|need it today|"
	    "need this today|need an answer today|today or|stranded|locked out|stuck at|stuck in|"
	    "last minute|running out of time|leaving in|leaves in|my flight|deadline" },
	{ LABEL_URGENT, 60,
	    "vite|rapidement|aujourd hui|aujourdhui|ce soir|demain|today|tonight|tomorrow|quickly|"
	    "now|help|aide|svp|maintenant|deux jours|depuis hier" },
	{ LABEL_URGENT, -60,
	    "pas urgent|rien d urgent|not urgent|no rush|no hurry|quand vous pouvez|whenever you|"
	    "prenez votre temps|take your time|pas presse|nothing urgent" },
	{ LABEL_THREAT, 100,
	    "je vais te tuer|je te tue|on va te tuer|vais vous tuer|tu vas mourir|vous allez mourir|"
	    "tu vas crever|vous allez crever|je vais te crever|te casser la gueule|"
	    "vous casser la gueule|te peter la gueule|te defoncer|vais te frapper|te retrouver|"
	    "je sais ou tu habites|je sais ou vous habitez|on sait ou tu habites|tu vas payer pour|"
	    "te faire la peau|va te faire regretter|vais tout bruler|mettre le feu a|je vais bruler|"
	    "poser une bombe|une bombe dans|je vais te poignarder|te planter|venir avec une arme|"
	    "i will kill you|ill kill you|i ll kill you|gonna kill you|going to kill you|"
	    "kill you all|you will die|you are dead|youre dead|you re dead|you deserve to die|"
	    "i know where you live|we know where you live|beat you up|beat the shit out|break your|"
	    "burn down your|burn your|shoot you|stab you|come after you|coming for you|"
	    "watch your back|find you and|hunt you down|bomb your|smash your face|punch you" },
	{ LABEL_SEXUAL, 100,
	    "plan cul|sexe gratuit|photos nues|photo nue|nudes|envoie tes nudes|suce ma|suce moi|"
	    "te baiser|baise moi|ma bite|ta chatte|ton cul|tes seins|tes nichons|sodomi*|branl*|"
	    "ejacul*|porno*|porn|pornhub|blowjob*|suck my dick|suck my cock|my cock|my dick|"
	    "your pussy|your tits|your ass naked|fuck me|send nudes|naked pics|horny|cumshot*|cum on|"
	    "masturbat*|anal sex|oral sex|sex cam|webcam sex|escort girl*|onlyfans" },
	{ LABEL_HATE, 100,
	    "sale arabe*|sale juif*|sale noir*|sale negre*|sale blanc*|sale pede*|sale gouine*|"
	    "sale gitan*|sale rom|sale chinois*|sales arabes|sales juifs|sales noirs|sales negres|"
	    "sales pedes|bougnoul*|youpin*|negro|negres|bicot*|retourne* dans ton pays|"
	    "retournez dans votre pays|rentre* dans ton pays|rentrez chez vous|les arabes dehors|"
	    "les etrangers dehors|mort aux juifs|mort aux arabes|go back to your country|"
	    "go back to africa|nigger*|faggot*|kike*|spic|spics|chink*|paki|pakis|towelhead*|"
	    "raghead*|trann*|gas the|kill all jews|kill all muslims|white power|heil hitler|"
	    "subhuman*|ban all muslims|deport them all" },
	{ LABEL_SELF_HARM, 100,
	    "me suicider|suicide|suicidaire*|me tuer|me pendre|en finir avec la vie|"
	    "en finir avec tout|envie d en finir|veux en finir|vais en finir|envie de mourir|"
	    "veux mourir|voudrais mourir|envie de disparaitre|plus envie de vivre|ne veux plus vivre|"
	    "veux plus vivre|mettre fin a mes jours|me faire du mal|me scarifi*|scarification*|"
	    "m ouvrir les veines|personne ne me regretterait|mieux sans moi|kill myself|"
	    "killing myself|end my life|ending my life|end it all|want to die|wanna die|"
	    "wish i was dead|wish i were dead|suicidal|hurt myself|hurting myself|harm myself|"
	    "cut myself|cutting myself|dont want to live|not want to live|no reason to live|"
	    "better off without me|better off dead|take my own life|cant go on anymore|self harm*" },
	{ LABEL_SAFETY, 100,
	    "a pris feu|prend feu|en feu|a explose|explosion|explose dans|electrocut*|"
	    "decharge electrique|court circuit|intoxic*|intoxication|allerg*|reaction allergique|"
	    "choc anaphylactique|brule la peau|brulure*|blesse*|mon enfant s est|mon fils s est|"
	    "ma fille s est|hopital|aux urgences|pompiers|morceau de verre|bout de verre|"
	    "corps etranger|du plastique dans|asticot*|moisi*|etouff*|noyade|dangereu*|empoisonn*|"
	    "malade apres|vomi*|caught fire|on fire|exploded|electric shock|food poisoning|poisoned|"
	    "allergic reaction|anaphyla*|burned my|burnt my|burns on|injured|injury|hospital|"
	    "emergency room|choked|choking|piece of glass|shards|piece of metal|piece of plastic|"
	    "maggot*|mold|mould|dangerous|hazard*|got sick|made me sick|made us sick|smoke came|"
	    "sparks|overheat*|gas leak" },
	{ TOPIC_DELIVERY, 100,
	    "livraison*|livre*r|livreu*|livree|livrer|livrez|colis|transporteur*|expedi*|colissimo|"
	    "chronopost|suivi de commande|point relais|deliver*|shipping|shipped|shipment*|parcel*|"
	    "courier|package|tracking|dispatch*" },
	{ TOPIC_PRICE, 100,
	    "prix|tarif*|cher|chere|chers|cheres|couteu*|coute|promo*|reduction*|solde*|remise*|"
	    "price*|pricing|expensive|cheap*|cost|costs|discount*|overpriced|sale price" },
	{ TOPIC_QUALITY, 100,
	    "qualite*|defectueu*|casse|cassee|abime*|solide*|fragile*|finition*|quality|broken|"
	    "faulty|defective|damaged|sturdy|flimsy|durable" },
	{ TOPIC_SERVICE, 100,
	    "service client|service clients|sav|conseiller*|conseillere*|vendeu*|accueil|personnel|"
	    "standard telephonique|hotline|votre equipe|customer service|customer support|"
	    "customer care|support team|your staff|staff|employee*|helpline|representative*|assistant" },
	{ TOPIC_APP, 100,
	    "appli|application|applis|site|site web|site internet|bug|bugs|mise a jour|"
	    "telechargement|ecran|se connecter|connexion|app|apps|website|web site|update|login|"
	    "log in|crash*|screen|android|iphone|ios|download*" },
	{ TOPIC_PAYMENT, 100,
	    "paiement*|payer|paye|payee|carte bancaire|carte bleue|cb|paypal|virement*|prelev*|"
	    "facture*|debite*|rembours*|payment*|pay|paid|credit card|debit card|invoice*|billing|"
	    "billed|charged|refund*|bank transfer" },
	{ TOPIC_ACCOUNT, 100,
	    "mon compte|mot de passe|identifiant*|connexion|abonnement*|desabonn*|resili*|"
	    "inscription|my account|account|password|username|subscription*|unsubscribe*|sign in|"
	    "log in|login|membership" },
	{ TOPIC_ORDER, 100,
	    "commande|commandes|commandee|commander|order|orders|ordered|ordering" },
	{ TOPIC_STORE, 100,
	    "magasin*|boutique*|horaire*|ouvert|ferme|caisse|store|stores|shop|shops|opening hours|"
	    "checkout|branch" },
	{ TOPIC_PRIVACY, 100,
	    "donnees personnelles|rgpd|vie privee|mes donnees|confidentialite|cookies|personal data|"
	    "gdpr|privacy|my data|data breach" },
};

const size_t cues_count = sizeof cues_table / sizeof *cues_table;
